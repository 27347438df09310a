-- A merchant sells over each channel until it closes it.

-- AlterTable
ALTER TABLE "merchant" ADD COLUMN     "closed_channels" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- ------------------------------------------------------------------------------------------------------------------ what Prisma cannot say
ALTER TABLE merchant ALTER COLUMN closed_channels SET NOT NULL,
  ADD CONSTRAINT merchant_channels CHECK (closed_channels <@ ARRAY['acp', 'sacp', 'quote', 'orchestrator']);
