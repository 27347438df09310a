// The first floor: what node:http itself costs for a JSON answer. No router, no database. Tells its port to its parent.
import { createServer } from 'node:http';

const answer = JSON.stringify({ id: 'cs_1', status: 'ready_for_payment', currency: 'cad', total: 1661 });
const server = createServer((incoming, outgoing) => {
  incoming.resume();
  incoming.on('end', () => outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.once('disconnect', () => process.exit(0));
