import { IST0177 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import { isAtLeast } from '../../../istiod/istio-version';
import { haveCommonViewers, type Visibility, visibilityOf } from '../../../istiod/visibility';
import { groupedBy } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, numberOf, textOrEmpty, textsIn } from '../../../manifests/fields';
import { SERVICE_ENTRY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** A host has one protocol for each port, and which of several it is depends on the namespace of the client. (G3, V36) */
export const serviceEntryProtocols: Rule = {
  name: 'service-entry-protocols',
  reports: [IST0177],
  *check(index) {
    // Istio 1.30 does not compare them.
    const entries = isAtLeast(index.istio, '1.31') ? index.all(SERVICE_ENTRY) : [];
    const declarations = entries.flatMap(declarationsOf);
    const reported = new Set<Manifest>();
    for (const group of groupedBy(declarations, ({ host, port }) => `${host} ${port}`).values()) {
      if (!group.some(({ word }) => word !== group[0].word)) {
        continue;
      }
      for (const declaration of group.filter(({ object }) => !reported.has(object))) {
        const { object, field, protocol, port, host } = declaration;
        const rivals = group.filter((other) => isConflict(declaration, other));
        if (rivals.length > 0) {
          // Istio reports each ServiceEntry once.
          reported.add(object);
          const names = firstFew(new Set(rivals.map((rival) => fullName(rival.object))));
          const text = IST0177.texts.protocols(protocol, port, host, names);
          yield { type: IST0177, object, field, text };
        }
      }
    }
  },
};

/** A port of a host in a ServiceEntry. */
interface Declaration {
  readonly object: Manifest;
  readonly field: FieldPath;
  readonly host: string;
  readonly port: number;
  /** As it is written. */
  readonly protocol: string;
  /** As it is compared. */
  readonly word: string;
  readonly visibility: Visibility;
}

function declarationsOf(object: Manifest): Declaration[] {
  const { hosts, ports, exportTo } = fieldsOf(object.spec);
  // The analyzer does not look at the default of the mesh.
  const visibility = visibilityOf(exportTo, object.namespace, undefined);
  return fieldEntries(ports).flatMap(([i, { number, protocol }]) => {
    const port = numberOf(number);
    const written = textOrEmpty(protocol);
    const field = ['spec', 'ports', i, 'protocol'];
    return port === undefined
      ? []
      : textsIn(hosts).map((host) => ({
          ...{ object, field, host, port, visibility },
          protocol: written,
          word: written.toUpperCase(),
        }));
  });
}

/** Whether clients of some namespace see both. */
function isConflict(one: Declaration, other: Declaration): boolean {
  return one.word !== other.word && haveCommonViewers(one.visibility, other.visibility);
}
