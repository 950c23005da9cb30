-- What is said to PostgreSQL.

-- Rows

INSERT INTO "Employee" ("id", "姓名", "Pay") VALUES (?, ?, ?);
INSERT INTO "Employee" ("姓名", "Pay") VALUES (?, ?);
INSERT INTO "Employee" ("id", "姓名", "Pay") VALUES (?, ?, ?) ON CONFLICT ("id") DO UPDATE SET "姓名" = EXCLUDED."姓名", "Pay" = EXCLUDED."Pay";
INSERT INTO "Employee" ("id", "部门", "姓名", "Pay") VALUES (?, ?, ?, ?) ON CONFLICT ("id", "部门") DO UPDATE SET "姓名" = EXCLUDED."姓名", "Pay" = EXCLUDED."Pay";
INSERT INTO "Employee" ("id", "部门") VALUES (?, ?) ON CONFLICT ("id", "部门") DO NOTHING;
UPDATE "Employee" SET "姓名" = ?, "Pay" = ? WHERE "id" = ?;
UPDATE "Employee" SET "Pay" = ? WHERE "id" = ? AND "部门" = ?;
DELETE FROM "Employee" WHERE "id" = ?;
DELETE FROM "Employee" WHERE "id" = ? AND "部门" = ?;

-- Tables

CREATE TABLE "Employee" ("id" BIGINT NOT NULL, "部门" TEXT NOT NULL, "姓名" TEXT, PRIMARY KEY ("id", "部门"));
CREATE TABLE "Employee" ("姓名" TEXT);
CREATE TABLE "Employee" ("id" BIGINT NOT NULL, "部门" TEXT NOT NULL, "姓名" TEXT, "Pay" NUMERIC(1000,2), PRIMARY KEY ("id", "部门"));
ALTER TABLE "Employee" ADD "部门" TEXT;
ALTER TABLE "Employee" ADD "姓名" TEXT;

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
CREATE TABLE "Employee" ("c" NUMERIC(1000,2));
-- Decimal, precision 10, scale 4:
CREATE TABLE "Employee" ("c" NUMERIC(10,4));
-- STRING:
CREATE TABLE "Employee" ("c" TEXT);
-- BYTES:
CREATE TABLE "Employee" ("c" BYTEA);
-- Date:
CREATE TABLE "Employee" ("c" DATE);
-- Time:
CREATE TABLE "Employee" ("c" TIME);
-- Timestamp:
CREATE TABLE "Employee" ("c" TIMESTAMP);
-- io.debezium.time.ZonedTimestamp:
CREATE TABLE "Employee" ("c" TIMESTAMP WITH TIME ZONE);
-- ARRAY of INT32:
CREATE TABLE "Employee" ("c" INTEGER[]);
-- STRUCT:
-- refused: Expected column 'c' to have a type that PostgreSQL has, but got STRUCT; change the value with a transform, or create the table yourself

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
