import type { MessageType } from '../../../catalogue/message-type';
import { firstFew, fullName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { MESH } from '../../../istiod/virtual-services/gateway-name';
import { type Destination, destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { type VirtualService, virtualServicesOf } from '../../../istiod/virtual-services/virtual-services';
import { groupedBy } from '../../../manifests/collections';
import { textsIn } from '../../../manifests/fields';
import type { Rule } from '../../rule';

export const IST9254 = {
  code: 'IST9254',
  name: 'SettingsPastGateway',
  level: 'Info',
  summary: 'A VirtualService for calls inside the mesh has settings that requests from a gateway do not get.',
  texts: {
    missing: (host: string, settings: string, virtualService: string) =>
      `"${host}" gets ${settings} of VirtualService "${virtualService}" only for requests inside the mesh; set them here, too, if requests from gateways need them`,
  },
} as const satisfies MessageType;

/** What a route does to requests, beside choosing their destination. */
const SETTINGS = ['rewrite', 'timeout', 'retries', 'fault', 'headers', 'corsPolicy', 'mirrors'] as const;

/** A gateway uses the routes that are bound to it, and not those that sidecars use for the destination. (C1, I2) */
export const settingsPastGateways: Rule = {
  name: 'settings-past-gateways',
  reports: [IST9254],
  *check(index) {
    const destinations = index.view(destinationsOf).filter(isFromGateway);
    const inMesh = destinations.length > 0 ? index.view(meshSettings) : new Map<string, never>();
    for (const { virtualService, field, route, host, fullHost } of destinations) {
      const others: readonly MeshSettings[] = inMesh.get(fullHost) ?? [];
      for (const { settings, ref } of firstFew(others)) {
        const missing = settings.filter((name) => route[name] === undefined);
        if (missing.length > 0 && fullName(ref) !== fullName(virtualService)) {
          const text = IST9254.texts.missing(host, missing.join(', '), fullName(ref));
          yield { type: IST9254, object: virtualService, field: [...field, 'host'], text };
        }
      }
    }
  },
};

/** Whether a destination gets requests that only gateways route. */
function isFromGateway({ routes, takesRequests, virtualService: { spec } }: Destination): boolean {
  const gateways = textsIn(spec?.gateways);
  return routes === 'http' && takesRequests && gateways.length > 0 && !gateways.includes(MESH);
}

interface MeshSettings {
  readonly ref: VirtualService['ref'];
  readonly settings: readonly (typeof SETTINGS)[number][];
}

/** By host, the VirtualServices that are for calls inside the mesh only, with the settings of their routes. */
function meshSettings(index: MeshIndex): ReadonlyMap<string, readonly MeshSettings[]> {
  const all = index
    .view(virtualServicesOf)
    .boundTo(MESH)
    .filter(({ gateways }) => gateways.length === 1)
    .flatMap(({ hosts, http, ref }) => {
      const settings = SETTINGS.filter((name) => http.some(({ route }) => route[name] !== undefined));
      return settings.length > 0 ? hosts.map((host) => ({ host, ref, settings })) : [];
    });
  return groupedBy(all, ({ host }) => host);
}
