-- What is said to generic SQL.

-- Rows

INSERT INTO "Employee" ("id", "姓名", "Pay") VALUES (?, ?, ?);
INSERT INTO "Employee" ("姓名", "Pay") VALUES (?, ?);
-- refused: generic SQL has no statement that inserts or updates
-- refused: generic SQL has no statement that inserts or updates
-- refused: generic SQL has no statement that inserts or updates
UPDATE "Employee" SET "姓名" = ?, "Pay" = ? WHERE "id" = ?;
UPDATE "Employee" SET "Pay" = ? WHERE "id" = ? AND "部门" = ?;
DELETE FROM "Employee" WHERE "id" = ?;
DELETE FROM "Employee" WHERE "id" = ? AND "部门" = ?;

-- Tables

CREATE TABLE "Employee" ("id" BIGINT NOT NULL, "部门" VARCHAR(255) NOT NULL, "姓名" CLOB, PRIMARY KEY ("id", "部门"));
CREATE TABLE "Employee" ("姓名" CLOB);
CREATE TABLE "Employee" ("id" BIGINT NOT NULL, "部门" VARCHAR(255) NOT NULL, "姓名" CLOB, "Pay" DECIMAL(38,2), PRIMARY KEY ("id", "部门"));
ALTER TABLE "Employee" ADD "部门" CLOB;
ALTER TABLE "Employee" ADD "姓名" CLOB;

-- A column of each kind

-- BOOLEAN:
CREATE TABLE "Employee" ("c" BOOLEAN);
-- INT8:
CREATE TABLE "Employee" ("c" SMALLINT);
-- INT16:
CREATE TABLE "Employee" ("c" SMALLINT);
-- INT32:
CREATE TABLE "Employee" ("c" INTEGER);
-- INT64:
CREATE TABLE "Employee" ("c" BIGINT);
-- FLOAT32:
CREATE TABLE "Employee" ("c" REAL);
-- FLOAT64:
CREATE TABLE "Employee" ("c" DOUBLE PRECISION);
-- Decimal, scale 2:
CREATE TABLE "Employee" ("c" DECIMAL(38,2));
-- Decimal, precision 10, scale 4:
CREATE TABLE "Employee" ("c" DECIMAL(10,4));
-- STRING:
CREATE TABLE "Employee" ("c" CLOB);
-- BYTES:
CREATE TABLE "Employee" ("c" BLOB);
-- Date:
CREATE TABLE "Employee" ("c" DATE);
-- Time:
CREATE TABLE "Employee" ("c" TIME);
-- Timestamp:
CREATE TABLE "Employee" ("c" TIMESTAMP);
-- io.debezium.time.ZonedTimestamp:
CREATE TABLE "Employee" ("c" TIMESTAMP WITH TIME ZONE);
-- ARRAY of INT32:
-- refused: Expected column 'c' to have a type that generic SQL has, but got ARRAY; change the value with a transform, or create the table yourself
-- STRUCT:
-- refused: Expected column 'c' to have a type that generic SQL has, but got STRUCT; change the value with a transform, or create the table yourself

-- Names

-- shop.orders:
INSERT INTO "shop"."orders" ("id") VALUES (?);
-- shop.dbo.orders:
INSERT INTO "shop"."dbo"."orders" ("id") VALUES (?);
-- "a.b"."c""d":
INSERT INTO "a.b"."c""d" ("id") VALUES (?);
-- 员工.表:
INSERT INTO "员工"."表" ("id") VALUES (?);
-- x]; drop table y; --:
INSERT INTO "x]; drop table y; --" ("id") VALUES (?);
-- `x`:
INSERT INTO "`x`" ("id") VALUES (?);

-- Names, with quote.sql.identifiers=never

INSERT INTO Employee (id, "order", "姓名", "two words") VALUES (?, ?, ?, ?);
