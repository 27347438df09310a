-- Photos of what is on a menu, as they are served: drawn anew from what was sent, in two sizes (ADR 0054).

-- CreateTable
CREATE TABLE "item_photo" (
    "hash" TEXT NOT NULL,
    "merchant_id" TEXT NOT NULL,
    "large" BYTEA NOT NULL,
    "small" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "item_photo_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "item_photo_merchant_id_idx" ON "item_photo"("merchant_id");

-- AddForeignKey
ALTER TABLE "item_photo" ADD CONSTRAINT "item_photo_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE item_photo
  ADD CONSTRAINT item_photo_hash CHECK (hash ~ '^[0-9a-f]{32}$'),
  ADD CONSTRAINT item_photo_size CHECK (octet_length(large) <= 2097152 AND octet_length(small) <= 262144),
  ALTER COLUMN large SET STORAGE EXTERNAL,
  ALTER COLUMN small SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON item_photo TO countersign_app;
CALL row_security('item_photo', 'merchant_id = page_merchant_id()');
