-- What is said to MariaDB.

-- Rows

INSERT INTO `Employee` (`id`, `姓名`, `Pay`) VALUES (?, ?, ?);
INSERT INTO `Employee` (`姓名`, `Pay`) VALUES (?, ?);
INSERT INTO `Employee` (`id`, `姓名`, `Pay`) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE `姓名` = VALUES(`姓名`), `Pay` = VALUES(`Pay`);
INSERT INTO `Employee` (`id`, `部门`, `姓名`, `Pay`) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE `姓名` = VALUES(`姓名`), `Pay` = VALUES(`Pay`);
INSERT INTO `Employee` (`id`, `部门`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `id` = `id`;
UPDATE `Employee` SET `姓名` = ?, `Pay` = ? WHERE `id` = ?;
UPDATE `Employee` SET `Pay` = ? WHERE `id` = ? AND `部门` = ?;
DELETE FROM `Employee` WHERE `id` = ?;
DELETE FROM `Employee` WHERE `id` = ? AND `部门` = ?;

-- Tables

CREATE TABLE `Employee` (`id` BIGINT NOT NULL, `部门` VARCHAR(255) NOT NULL, `姓名` LONGTEXT, PRIMARY KEY (`id`, `部门`)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `Employee` (`姓名` LONGTEXT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE `Employee` (`id` BIGINT NOT NULL, `部门` VARCHAR(255) NOT NULL, `姓名` LONGTEXT, `Pay` DECIMAL(65,2), PRIMARY KEY (`id`, `部门`)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE `Employee` ADD `部门` LONGTEXT;
ALTER TABLE `Employee` ADD `姓名` LONGTEXT;

-- A column of each kind

-- BOOLEAN:
CREATE TABLE `Employee` (`c` TINYINT(1)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- INT8:
CREATE TABLE `Employee` (`c` TINYINT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- INT16:
CREATE TABLE `Employee` (`c` SMALLINT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- INT32:
CREATE TABLE `Employee` (`c` INT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- INT64:
CREATE TABLE `Employee` (`c` BIGINT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- FLOAT32:
CREATE TABLE `Employee` (`c` FLOAT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- FLOAT64:
CREATE TABLE `Employee` (`c` DOUBLE) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Decimal, scale 2:
CREATE TABLE `Employee` (`c` DECIMAL(65,2)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Decimal, precision 10, scale 4:
CREATE TABLE `Employee` (`c` DECIMAL(10,4)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- STRING:
CREATE TABLE `Employee` (`c` LONGTEXT) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- BYTES:
CREATE TABLE `Employee` (`c` LONGBLOB) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Date:
CREATE TABLE `Employee` (`c` DATE) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Time:
CREATE TABLE `Employee` (`c` TIME(6)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Timestamp:
CREATE TABLE `Employee` (`c` DATETIME(6)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- io.debezium.time.ZonedTimestamp:
CREATE TABLE `Employee` (`c` DATETIME(6)) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- ARRAY of INT32:
-- refused: Expected column 'c' to have a type that MariaDB has, but got ARRAY; change the value with a transform, or create the table yourself
-- STRUCT:
-- refused: Expected column 'c' to have a type that MariaDB has, but got STRUCT; change the value with a transform, or create the table yourself

-- Names

-- shop.orders:
INSERT INTO `shop`.`orders` (`id`) VALUES (?);
-- shop.dbo.orders:
-- refused: Expected table or database.table, but got 'shop.dbo.orders'; a name that holds dots needs quotes
-- "a.b"."c""d":
INSERT INTO `a.b`.`c"d` (`id`) VALUES (?);
-- 员工.表:
INSERT INTO `员工`.`表` (`id`) VALUES (?);
-- x]; drop table y; --:
INSERT INTO `x]; drop table y; --` (`id`) VALUES (?);
-- `x`:
INSERT INTO `x` (`id`) VALUES (?);

-- Names, with quote.sql.identifiers=never

INSERT INTO Employee (id, `order`, `姓名`, `two words`) VALUES (?, ?, ?, ?);
