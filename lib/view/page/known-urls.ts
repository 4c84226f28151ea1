import type { MeshMap } from '../map/map-types';

const MOST = 200;

/** URLs that something on the map is for, to choose from. */
export function knownUrls({ nodes }: MeshMap): string[] {
  const hosts = nodes.filter(({ column, label }) => column === 'host' && !label.startsWith('*'));
  const services = nodes.filter(({ kind }) => kind === 'service');
  const urls = [
    ...hosts.map(({ label }) => `http://${label}/`),
    ...services.flatMap(({ details }) => {
      const [host = '', port = ''] = details;
      const [, number = '80'] = /^port (\d+)/.exec(port) ?? [];
      return host === '' ? [] : [`http://${host}${number === '80' ? '' : `:${number}`}/`];
    }),
  ];
  return [...new Set(urls)].slice(0, MOST);
}
