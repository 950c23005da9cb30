-- What is said to SQLite.

-- Rows

INSERT INTO "Employee" ("id", "姓名", "Pay") VALUES (?, ?, ?);
INSERT INTO "Employee" ("姓名", "Pay") VALUES (?, ?);
INSERT INTO "Employee" ("id", "姓名", "Pay") VALUES (?, ?, ?) ON CONFLICT ("id") DO UPDATE SET "姓名" = excluded."姓名", "Pay" = excluded."Pay";
INSERT INTO "Employee" ("id", "部门", "姓名", "Pay") VALUES (?, ?, ?, ?) ON CONFLICT ("id", "部门") DO UPDATE SET "姓名" = excluded."姓名", "Pay" = excluded."Pay";
INSERT INTO "Employee" ("id", "部门") VALUES (?, ?) ON CONFLICT ("id", "部门") DO NOTHING;
UPDATE "Employee" SET "姓名" = ?, "Pay" = ? WHERE "id" = ?;
UPDATE "Employee" SET "Pay" = ? WHERE "id" = ? AND "部门" = ?;
DELETE FROM "Employee" WHERE "id" = ?;
DELETE FROM "Employee" WHERE "id" = ? AND "部门" = ?;

-- Tables

CREATE TABLE "Employee" ("id" INTEGER NOT NULL, "部门" TEXT NOT NULL, "姓名" TEXT, PRIMARY KEY ("id", "部门"));
CREATE TABLE "Employee" ("姓名" TEXT);
CREATE TABLE "Employee" ("id" INTEGER NOT NULL, "部门" TEXT NOT NULL, "姓名" TEXT, "Pay" TEXT, PRIMARY KEY ("id", "部门"));
ALTER TABLE "Employee" ADD "部门" TEXT;
ALTER TABLE "Employee" ADD "姓名" TEXT;

-- A column of each kind

-- BOOLEAN:
CREATE TABLE "Employee" ("c" BOOLEAN);
-- INT8:
CREATE TABLE "Employee" ("c" INTEGER);
-- INT16:
CREATE TABLE "Employee" ("c" INTEGER);
-- INT32:
CREATE TABLE "Employee" ("c" INTEGER);
-- INT64:
CREATE TABLE "Employee" ("c" INTEGER);
-- FLOAT32:
CREATE TABLE "Employee" ("c" REAL);
-- FLOAT64:
CREATE TABLE "Employee" ("c" REAL);
-- Decimal, scale 2:
CREATE TABLE "Employee" ("c" TEXT);
-- Decimal, precision 10, scale 4:
CREATE TABLE "Employee" ("c" TEXT);
-- STRING:
CREATE TABLE "Employee" ("c" TEXT);
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
-- refused: Expected column 'c' to have a type that SQLite has, but got ARRAY; change the value with a transform, or create the table yourself
-- STRUCT:
-- refused: Expected column 'c' to have a type that SQLite has, but got STRUCT; change the value with a transform, or create the table yourself

-- Names

-- shop.orders:
INSERT INTO "shop"."orders" ("id") VALUES (?);
-- shop.dbo.orders:
-- refused: Expected table or database.table, but got 'shop.dbo.orders'; a name that holds dots needs quotes
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
