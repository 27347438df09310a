-- Who captures: we, once the order stands, or the merchant that authorised at the network itself.
-- AlterTable
ALTER TABLE "payment_attempt" ADD COLUMN     "capture_method" TEXT NOT NULL DEFAULT 'automatic';

-- What Prisma's schema language cannot say.
ALTER TABLE payment_attempt ADD CONSTRAINT payment_attempt_capture_method CHECK (capture_method IN ('automatic', 'manual'));

-- What the bank was shown of a purchase: the payment mandate, and whether a person was there.
-- AlterTable
ALTER TABLE "bank_hold" ADD COLUMN     "human_present" BOOLEAN,
ADD COLUMN     "mandate" TEXT,
ADD COLUMN     "mandate_id" TEXT;
