-- AlterTable
ALTER TABLE "sign_in_session" ADD COLUMN     "previous_id" TEXT,
ADD COLUMN     "rotated_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_session_previous_id_key" ON "sign_in_session"("previous_id");

-- What Prisma's schema language cannot say.
ALTER TABLE sign_in_session ADD CONSTRAINT sign_in_session_rotated CHECK ((previous_id IS NULL) = (rotated_at IS NULL));
