import type { MeshMap } from '../map/map-types';

const MOST = 200;

const HTTP_PORT = 80;

/** URLs that something on the map is for, to choose from. */
export function knownUrls({ nodes }: MeshMap): string[] {
  const hosts = nodes.filter(({ column, label }) => column === 'host' && !label.startsWith('*'));
  const services = nodes.filter(({ kind }) => kind === 'service');
  const urls = [
    ...hosts.map(({ label }) => `http://${label}/`),
    ...services.map(({ facts: { host, ports: [port] = [] } }) => {
      const number = port?.number ?? HTTP_PORT;
      return `http://${host}${number === HTTP_PORT ? '' : `:${number}`}/`;
    }),
  ];
  return [...new Set(urls)].slice(0, MOST);
}
