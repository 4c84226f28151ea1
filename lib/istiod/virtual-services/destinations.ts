import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import { type Fields, fieldEntries, fieldsOf, numberOf, textOrEmpty } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import { fullHost } from '../hosts/service-host';
import type { MeshIndex } from '../mesh-index';

/** A destination of a VirtualService or of a delegate, where it is written. */
export interface Destination {
  readonly virtualService: Manifest<VirtualServiceSpec>;
  readonly field: FieldPath;
  /** The list of routes that it belongs to. */
  readonly routes: 'http' | 'tls' | 'tcp';
  /** The route that it belongs to. */
  readonly route: Fields;
  /** Whether it gets copies of requests. */
  readonly isMirror: boolean;
  /** Whether it gets requests: neither mirrors nor, among several destinations, those without weight do. (F7) */
  readonly takesRequests: boolean;
  /** The host as it is written. */
  readonly host: string;
  /** The host that is meant. (G1) */
  readonly fullHost: string;
  /** Undefined where no port is named. */
  readonly port?: number;
  /** Empty where no subset is named. */
  readonly subset: string;
}

/** The destinations of all VirtualServices; ask for them by `index.view(destinationsOf)`. */
export function destinationsOf(index: MeshIndex): readonly Destination[] {
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
      const written = fieldEntries(route.route);
      for (const [j, { destination, weight }] of written) {
        const takesRequests = written.length < 2 || (numberOf(weight) ?? 0) > 0;
        const role = { routes, route, isMirror: false, takesRequests };
        yield destinationOf(virtualService, role, [...field, 'route', j, 'destination'], destination);
      }
    }
  }
  for (const [i, route] of fieldEntries(spec.http)) {
    const role = { routes: 'http', route, isMirror: true, takesRequests: false } as const;
    if (route.mirror) {
      yield destinationOf(virtualService, role, ['spec', 'http', i, 'mirror'], route.mirror);
    }
    for (const [j, { destination }] of fieldEntries(route.mirrors)) {
      const field = ['spec', 'http', i, 'mirrors', j, 'destination'];
      yield destinationOf(virtualService, role, field, destination);
    }
  }
}

function destinationOf(
  virtualService: Manifest<VirtualServiceSpec>,
  role: Pick<Destination, 'routes' | 'route' | 'isMirror' | 'takesRequests'>,
  field: FieldPath,
  value: unknown,
): Destination {
  const { host, port, subset } = fieldsOf(value);
  const number = numberOf(fieldsOf(port).number);
  const written = textOrEmpty(host);
  return {
    ...role,
    virtualService,
    field,
    host: written,
    fullHost: fullHost(written, virtualService.namespace),
    subset: textOrEmpty(subset),
    ...(number === undefined ? {} : { port: number }),
  };
}
