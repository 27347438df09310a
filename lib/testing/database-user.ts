import { acquireDatabase } from '@/lib/platform/embedded-postgres';

// A process that uses the embedded database of the folder given to it: says where it is, and leaves when it is told to.
process.on('SIGINT', () => undefined); // as our server, which drains first
const database = await acquireDatabase(process.argv[2] ?? '', { durable: false });
console.log(JSON.stringify({ ownerUrl: database.ownerUrl, fallback: database.fallback }));
process.stdin.once('data', () => void database.release().then(() => process.exit(0)));
