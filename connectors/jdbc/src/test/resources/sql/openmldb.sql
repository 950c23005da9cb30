-- What is said to OpenMLDB.

-- Rows

INSERT INTO `Employee` (`id`, `姓名`, `Pay`) VALUES (?, ?, ?);
INSERT INTO `Employee` (`姓名`, `Pay`) VALUES (?, ?);
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false
-- refused: OpenMLDB takes rows and never changes them; set insert.mode to INSERT and delete.enabled to false

-- Tables

CREATE TABLE `Employee` (`id` BIGINT, `部门` VARCHAR, `姓名` VARCHAR);
CREATE TABLE `Employee` (`姓名` VARCHAR);
-- refused: Expected column 'Pay' to have a type that OpenMLDB has, but got io.openmessaging.connector.api.data.logical.Decimal; change the value with a transform, or create the table yourself
-- refused: OpenMLDB does not add columns by the statements that this connector knows; create the table anew

-- A column of each kind

-- BOOLEAN:
CREATE TABLE `Employee` (`c` BOOL);
-- INT8:
CREATE TABLE `Employee` (`c` SMALLINT);
-- INT16:
CREATE TABLE `Employee` (`c` SMALLINT);
-- INT32:
CREATE TABLE `Employee` (`c` INT);
-- INT64:
CREATE TABLE `Employee` (`c` BIGINT);
-- FLOAT32:
CREATE TABLE `Employee` (`c` FLOAT);
-- FLOAT64:
CREATE TABLE `Employee` (`c` DOUBLE);
-- Decimal, scale 2:
-- refused: Expected column 'c' to have a type that OpenMLDB has, but got io.openmessaging.connector.api.data.logical.Decimal; change the value with a transform, or create the table yourself
-- Decimal, precision 10, scale 4:
-- refused: Expected column 'c' to have a type that OpenMLDB has, but got io.openmessaging.connector.api.data.logical.Decimal; change the value with a transform, or create the table yourself
-- STRING:
CREATE TABLE `Employee` (`c` VARCHAR);
-- BYTES:
-- refused: Expected column 'c' to have a type that OpenMLDB has, but got BYTES; change the value with a transform, or create the table yourself
-- Date:
CREATE TABLE `Employee` (`c` DATE);
-- Time:
CREATE TABLE `Employee` (`c` VARCHAR);
-- Timestamp:
CREATE TABLE `Employee` (`c` TIMESTAMP);
-- io.debezium.time.ZonedTimestamp:
CREATE TABLE `Employee` (`c` TIMESTAMP);
-- ARRAY of INT32:
-- refused: Expected column 'c' to have a type that OpenMLDB has, but got ARRAY; change the value with a transform, or create the table yourself
-- STRUCT:
-- refused: Expected column 'c' to have a type that OpenMLDB has, but got STRUCT; change the value with a transform, or create the table yourself

-- Names

-- shop.orders:
-- refused: Expected the name of a table alone, since the database is in connection.url, but got 'shop.orders'; a name that holds dots needs quotes
-- shop.dbo.orders:
-- refused: Expected the name of a table alone, since the database is in connection.url, but got 'shop.dbo.orders'; a name that holds dots needs quotes
-- "a.b"."c""d":
-- refused: Expected the name of a table alone, since the database is in connection.url, but got '"a.b"."c""d"'; a name that holds dots needs quotes
-- 员工.表:
-- refused: Expected the name of a table alone, since the database is in connection.url, but got '员工.表'; a name that holds dots needs quotes
-- x]; drop table y; --:
INSERT INTO `x]; drop table y; --` (`id`) VALUES (?);
-- `x`:
INSERT INTO `x` (`id`) VALUES (?);

-- Names, with quote.sql.identifiers=never

INSERT INTO Employee (id, `order`, `姓名`, `two words`) VALUES (?, ?, ?, ?);
