-- How a storefront's customers may pay (ADR 0033).
ALTER TABLE "merchant_storefront" ADD COLUMN     "payment_methods" TEXT[] DEFAULT ARRAY['card', 'wallet']::TEXT[];
ALTER TABLE merchant_storefront ADD CONSTRAINT merchant_storefront_payment_methods CHECK (payment_methods <@ ARRAY['card', 'wallet']);
