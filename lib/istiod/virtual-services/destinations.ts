import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** Where a VirtualService sends requests, or copies of them. */
export interface Destination {
  readonly virtualService: Manifest<VirtualServiceSpec>;
  readonly field: FieldPath;
  /** The list of routes that it belongs to. */
  readonly routes: 'http' | 'tls' | 'tcp';
  readonly isMirror: boolean;
  /** As it is written. */
  readonly host: string;
  /** Undefined where no port is asked for. */
  readonly port?: number;
  /** Empty where no subset is asked for. */
  readonly subset: string;
}

/** The destinations of all VirtualServices; ask for them by `index.view(destinationsOf)`. */
export function destinationsOf(index: MeshIndex): Destination[] {
  return index
    .all(VIRTUAL_SERVICE)
    .flatMap((virtualService) => [...destinationsIn(virtualService)])
    .filter(({ host }) => host !== '');
}

function* destinationsIn(virtualService: Manifest<VirtualServiceSpec>): Iterable<Destination> {
  const spec = fieldsOf(virtualService.spec);
  for (const routes of ['tcp', 'tls', 'http'] as const) {
    for (const [i, route] of fieldEntries(spec[routes])) {
      const field = ['spec', routes, i];
      for (const [j, { destination }] of fieldEntries(route.route)) {
        const place = [...field, 'route', j, 'destination'];
        yield destinationOf(virtualService, routes, place, fieldsOf(destination));
      }
    }
  }
  for (const [i, { mirror, mirrors }] of fieldEntries(spec.http)) {
    if (mirror) {
      yield mirrorOf(virtualService, ['spec', 'http', i, 'mirror'], fieldsOf(mirror));
    }
    for (const [j, { destination }] of fieldEntries(mirrors)) {
      const place = ['spec', 'http', i, 'mirrors', j, 'destination'];
      yield mirrorOf(virtualService, place, fieldsOf(destination));
    }
  }
}

function mirrorOf(
  virtualService: Manifest<VirtualServiceSpec>,
  field: FieldPath,
  value: Fields,
): Destination {
  return { ...destinationOf(virtualService, 'http', field, value), isMirror: true };
}

function destinationOf(
  virtualService: Manifest<VirtualServiceSpec>,
  routes: Destination['routes'],
  field: FieldPath,
  { host, port, subset }: Fields,
): Destination {
  const { number } = fieldsOf(port);
  return {
    virtualService,
    field,
    routes,
    isMirror: false,
    host: textOrEmpty(host),
    subset: textOrEmpty(subset),
    ...(typeof number === 'number' ? { port: number } : {}),
  };
}
