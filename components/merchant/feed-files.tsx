import { buttonLook } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/copy';

/** The same catalogue as files, for a platform that fetches. */
export const FeedFiles = ({ base }: { base: string }) => (
  <>
    <p className="mb-3 text-muted">For a platform that fetches files instead: anyone may, your catalogue is public.</p>
    <CodeBlock what="addresses of the feed's files" code={`${base}/metadata.json\n${base}/products.jsonl`} />
    <div className="mt-3 flex flex-wrap gap-2 max-sm:*:w-full">
      {['metadata.json', 'products.jsonl'].map((file) => (
        <a key={file} href={`${base}/${file}`} download={file} className={buttonLook({})}>
          Download {file}
        </a>
      ))}
    </div>
  </>
);
