-- What operators look at one by one (ADR 0053): since when goods are set aside. Unknown of those set aside before this version.

-- AlterTable
ALTER TABLE "stock_reservation" ADD COLUMN "held_at" TIMESTAMPTZ(3);
