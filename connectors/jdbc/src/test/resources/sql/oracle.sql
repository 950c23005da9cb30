-- What is said to Oracle.

-- Rows

INSERT INTO "Employee" ("id", "姓名", "Pay") VALUES (?, ?, ?);
INSERT INTO "Employee" ("姓名", "Pay") VALUES (?, ?);
MERGE INTO "Employee" target USING (SELECT ? AS "id", ? AS "姓名", ? AS "Pay" FROM dual) incoming ON (target."id" = incoming."id") WHEN MATCHED THEN UPDATE SET target."姓名" = incoming."姓名", target."Pay" = incoming."Pay" WHEN NOT MATCHED THEN INSERT ("id", "姓名", "Pay") VALUES (incoming."id", incoming."姓名", incoming."Pay");
MERGE INTO "Employee" target USING (SELECT ? AS "id", ? AS "部门", ? AS "姓名", ? AS "Pay" FROM dual) incoming ON (target."id" = incoming."id" AND target."部门" = incoming."部门") WHEN MATCHED THEN UPDATE SET target."姓名" = incoming."姓名", target."Pay" = incoming."Pay" WHEN NOT MATCHED THEN INSERT ("id", "部门", "姓名", "Pay") VALUES (incoming."id", incoming."部门", incoming."姓名", incoming."Pay");
MERGE INTO "Employee" target USING (SELECT ? AS "id", ? AS "部门" FROM dual) incoming ON (target."id" = incoming."id" AND target."部门" = incoming."部门") WHEN NOT MATCHED THEN INSERT ("id", "部门") VALUES (incoming."id", incoming."部门");
UPDATE "Employee" SET "姓名" = ?, "Pay" = ? WHERE "id" = ?;
UPDATE "Employee" SET "Pay" = ? WHERE "id" = ? AND "部门" = ?;
DELETE FROM "Employee" WHERE "id" = ?;
DELETE FROM "Employee" WHERE "id" = ? AND "部门" = ?;

-- Tables

CREATE TABLE "Employee" ("id" NUMBER(19) NOT NULL, "部门" VARCHAR2(255 CHAR) NOT NULL, "姓名" CLOB, PRIMARY KEY ("id", "部门"));
CREATE TABLE "Employee" ("姓名" CLOB);
CREATE TABLE "Employee" ("id" NUMBER(19) NOT NULL, "部门" VARCHAR2(255 CHAR) NOT NULL, "姓名" CLOB, "Pay" NUMBER(38,2), PRIMARY KEY ("id", "部门"));
ALTER TABLE "Employee" ADD "部门" CLOB;
ALTER TABLE "Employee" ADD "姓名" CLOB;

-- A column of each kind

-- BOOLEAN:
CREATE TABLE "Employee" ("c" NUMBER(1));
-- INT8:
CREATE TABLE "Employee" ("c" NUMBER(3));
-- INT16:
CREATE TABLE "Employee" ("c" NUMBER(5));
-- INT32:
CREATE TABLE "Employee" ("c" NUMBER(10));
-- INT64:
CREATE TABLE "Employee" ("c" NUMBER(19));
-- FLOAT32:
CREATE TABLE "Employee" ("c" BINARY_FLOAT);
-- FLOAT64:
CREATE TABLE "Employee" ("c" BINARY_DOUBLE);
-- Decimal, scale 2:
CREATE TABLE "Employee" ("c" NUMBER(38,2));
-- Decimal, precision 10, scale 4:
CREATE TABLE "Employee" ("c" NUMBER(10,4));
-- STRING:
CREATE TABLE "Employee" ("c" CLOB);
-- BYTES:
CREATE TABLE "Employee" ("c" BLOB);
-- Date:
CREATE TABLE "Employee" ("c" DATE);
-- Time:
CREATE TABLE "Employee" ("c" VARCHAR2(18 CHAR));
-- Timestamp:
CREATE TABLE "Employee" ("c" TIMESTAMP(9));
-- io.debezium.time.ZonedTimestamp:
CREATE TABLE "Employee" ("c" TIMESTAMP(9) WITH TIME ZONE);
-- ARRAY of INT32:
-- refused: Expected column 'c' to have a type that Oracle has, but got ARRAY; change the value with a transform, or create the table yourself
-- STRUCT:
-- refused: Expected column 'c' to have a type that Oracle has, but got STRUCT; change the value with a transform, or create the table yourself

-- Names

-- shop.orders:
INSERT INTO "shop"."orders" ("id") VALUES (?);
-- shop.dbo.orders:
-- refused: Expected table or schema.table, but got 'shop.dbo.orders'; a name that holds dots needs quotes
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
