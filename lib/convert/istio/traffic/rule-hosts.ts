import { fullHost } from '../../../istiod/hosts/service-host';
import { fieldsOf, objectsIn, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../../../manifests/kinds';
import { isOf, type Manifest } from '../../../manifests/manifest';

const KNOWN = new WeakMap<readonly Manifest[], ReadonlySet<Manifest>>();

/**
 * The DestinationRules that have a text as their host, although the Service is a construct: if a route names a subset without
 * a port. `rule.subset('v2')` would take the port from the Service.
 */
export function rulesWithTextAsHost(all: readonly Manifest[]): ReadonlySet<Manifest> {
  const known = KNOWN.get(all) ?? findRules(all);
  KNOWN.set(all, known);
  return known;
}

function findRules(all: readonly Manifest[]): ReadonlySet<Manifest> {
  const hosts = new Set(all.filter((manifest) => isOf(VIRTUAL_SERVICE, manifest)).flatMap(subsetHosts));
  return new Set(
    all.filter((manifest) => {
      const { host } = fieldsOf(manifest.spec);
      return isOf(DESTINATION_RULE, manifest) && hosts.has(fullHost(textOrEmpty(host), manifest.namespace));
    }),
  );
}

/** The hosts in a VirtualService that have a subset and no port. */
function subsetHosts(manifest: Manifest): string[] {
  const { http, tls, tcp } = fieldsOf(manifest.spec);
  return [...objectsIn(http), ...objectsIn(tls), ...objectsIn(tcp)]
    .flatMap(({ route, mirror, mirrors }) => [
      ...objectsIn(route),
      { destination: mirror },
      ...objectsIn(mirrors),
    ])
    .map(({ destination }) => fieldsOf(destination))
    .filter(({ subset, port }) => subset !== undefined && port === undefined)
    .map(({ host }) => fullHost(textOrEmpty(host), manifest.namespace));
}
