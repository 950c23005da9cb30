-- What is said to SQL Server.

-- Rows

INSERT INTO [Employee] ([id], [姓名], [Pay]) VALUES (?, ?, ?);
INSERT INTO [Employee] ([姓名], [Pay]) VALUES (?, ?);
MERGE INTO [Employee] WITH (HOLDLOCK) target USING (SELECT ? AS [id], ? AS [姓名], ? AS [Pay]) incoming ON (target.[id] = incoming.[id]) WHEN MATCHED THEN UPDATE SET target.[姓名] = incoming.[姓名], target.[Pay] = incoming.[Pay] WHEN NOT MATCHED THEN INSERT ([id], [姓名], [Pay]) VALUES (incoming.[id], incoming.[姓名], incoming.[Pay]);
MERGE INTO [Employee] WITH (HOLDLOCK) target USING (SELECT ? AS [id], ? AS [部门], ? AS [姓名], ? AS [Pay]) incoming ON (target.[id] = incoming.[id] AND target.[部门] = incoming.[部门]) WHEN MATCHED THEN UPDATE SET target.[姓名] = incoming.[姓名], target.[Pay] = incoming.[Pay] WHEN NOT MATCHED THEN INSERT ([id], [部门], [姓名], [Pay]) VALUES (incoming.[id], incoming.[部门], incoming.[姓名], incoming.[Pay]);
MERGE INTO [Employee] WITH (HOLDLOCK) target USING (SELECT ? AS [id], ? AS [部门]) incoming ON (target.[id] = incoming.[id] AND target.[部门] = incoming.[部门]) WHEN NOT MATCHED THEN INSERT ([id], [部门]) VALUES (incoming.[id], incoming.[部门]);
UPDATE [Employee] SET [姓名] = ?, [Pay] = ? WHERE [id] = ?;
UPDATE [Employee] SET [Pay] = ? WHERE [id] = ? AND [部门] = ?;
DELETE FROM [Employee] WHERE [id] = ?;
DELETE FROM [Employee] WHERE [id] = ? AND [部门] = ?;

-- Tables

CREATE TABLE [Employee] ([id] BIGINT NOT NULL, [部门] NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL, [姓名] NVARCHAR(MAX), PRIMARY KEY ([id], [部门]));
CREATE TABLE [Employee] ([姓名] NVARCHAR(MAX));
CREATE TABLE [Employee] ([id] BIGINT NOT NULL, [部门] NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL, [姓名] NVARCHAR(MAX), [Pay] DECIMAL(38,2), PRIMARY KEY ([id], [部门]));
ALTER TABLE [Employee] ADD [部门] NVARCHAR(MAX);
ALTER TABLE [Employee] ADD [姓名] NVARCHAR(MAX);

-- A column of each kind

-- BOOLEAN:
CREATE TABLE [Employee] ([c] BIT);
-- INT8:
CREATE TABLE [Employee] ([c] SMALLINT);
-- INT16:
CREATE TABLE [Employee] ([c] SMALLINT);
-- INT32:
CREATE TABLE [Employee] ([c] INT);
-- INT64:
CREATE TABLE [Employee] ([c] BIGINT);
-- FLOAT32:
CREATE TABLE [Employee] ([c] REAL);
-- FLOAT64:
CREATE TABLE [Employee] ([c] FLOAT);
-- Decimal, scale 2:
CREATE TABLE [Employee] ([c] DECIMAL(38,2));
-- Decimal, precision 10, scale 4:
CREATE TABLE [Employee] ([c] DECIMAL(10,4));
-- STRING:
CREATE TABLE [Employee] ([c] NVARCHAR(MAX));
-- BYTES:
CREATE TABLE [Employee] ([c] VARBINARY(MAX));
-- Date:
CREATE TABLE [Employee] ([c] DATE);
-- Time:
CREATE TABLE [Employee] ([c] TIME(7));
-- Timestamp:
CREATE TABLE [Employee] ([c] DATETIME2(7));
-- io.debezium.time.ZonedTimestamp:
CREATE TABLE [Employee] ([c] DATETIMEOFFSET(7));
-- ARRAY of INT32:
-- refused: Expected column 'c' to have a type that SQL Server has, but got ARRAY; change the value with a transform, or create the table yourself
-- STRUCT:
-- refused: Expected column 'c' to have a type that SQL Server has, but got STRUCT; change the value with a transform, or create the table yourself

-- Names

-- shop.orders:
INSERT INTO [shop].[orders] ([id]) VALUES (?);
-- shop.dbo.orders:
INSERT INTO [shop].[dbo].[orders] ([id]) VALUES (?);
-- "a.b"."c""d":
INSERT INTO [a.b].[c"d] ([id]) VALUES (?);
-- 员工.表:
INSERT INTO [员工].[表] ([id]) VALUES (?);
-- x]; drop table y; --:
INSERT INTO [x]]; drop table y; --] ([id]) VALUES (?);
-- `x`:
INSERT INTO [`x`] ([id]) VALUES (?);

-- Names, with quote.sql.identifiers=never

INSERT INTO Employee (id, [order], [姓名], [two words]) VALUES (?, ?, ?, ?);
