-- Ingredients of a merchant's own; what one is out of hides the items that are made of it (rules.md, ingredients).

-- CreateTable
CREATE TABLE "ingredient" (
    "merchant_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "in_stock" BOOLEAN NOT NULL DEFAULT true,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ingredient_pkey" PRIMARY KEY ("merchant_id","id")
);

-- CreateTable
CREATE TABLE "item_ingredient" (
    "merchant_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "ingredient_id" TEXT NOT NULL,

    CONSTRAINT "item_ingredient_pkey" PRIMARY KEY ("merchant_id","item_id","ingredient_id")
);

-- CreateIndex
CREATE INDEX "item_ingredient_merchant_id_ingredient_id_idx" ON "item_ingredient"("merchant_id", "ingredient_id");

-- AddForeignKey
ALTER TABLE "ingredient" ADD CONSTRAINT "ingredient_merchant_id_fkey" FOREIGN KEY ("merchant_id") REFERENCES "merchant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_ingredient" ADD CONSTRAINT "item_ingredient_merchant_id_item_id_fkey" FOREIGN KEY ("merchant_id", "item_id") REFERENCES "item"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "item_ingredient" ADD CONSTRAINT "item_ingredient_merchant_id_ingredient_id_fkey" FOREIGN KEY ("merchant_id", "ingredient_id") REFERENCES "ingredient"("merchant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
GRANT SELECT, INSERT, UPDATE, DELETE ON ingredient, item_ingredient TO countersign_app;
CALL row_security('ingredient', 'merchant_id = page_merchant_id()');
CALL row_security('item_ingredient', 'merchant_id = page_merchant_id()');
