-- Keys by which requests are signed (ADR 0029), and the web pages that may call a merchant's store from a browser.

-- AlterTable
ALTER TABLE "agent_client_key" ADD COLUMN     "signs_requests" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "request_keys" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "merchant" ADD COLUMN     "allowed_origins" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- What Prisma's schema language cannot say.
ALTER TABLE api_key
  ADD CONSTRAINT api_key_request_keys CHECK (jsonb_typeof(request_keys) = 'array' AND jsonb_array_length(request_keys) <= 5);

-- The columns of api_key that pages read are named one by one (0005_row_security).
GRANT SELECT (request_keys) ON api_key TO countersign_page;
