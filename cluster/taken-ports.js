// Says which of the ports something listens on.
// node cluster/taken-ports.js PORT...
const { createServer } = require('node:net');

/** Some systems share a port between an address and all addresses, so each is tried. */
const ADDRESSES = ['127.0.0.1', '0.0.0.0', '::'];

function isTaken(port, address) {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', ({ code }) => resolve(code === 'EADDRINUSE'))
      .listen({ port: Number(port), host: address }, () => server.close(() => resolve(false)));
  });
}

async function main(ports) {
  const taken = new Set();
  for (const port of ports) {
    for (const address of ADDRESSES) if (await isTaken(port, address)) taken.add(port);
  }
  console.log([...taken].join(' '));
}

main(process.argv.slice(2));
