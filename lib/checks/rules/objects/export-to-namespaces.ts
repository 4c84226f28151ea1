import type { MessageType } from '../../../catalogue/message-type';
import { shown } from '../../../catalogue/words';
import { namespacesOf, showsNamespaces } from '../../../istiod/injection/namespaces';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { EXPORT_TO, serviceExportTo } from '../../../istiod/registry/kubernetes-service';
import { fieldsOf, textEntries } from '../../../manifests/fields';
import { DESTINATION_RULE, SERVICE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { nearest } from '../../../manifests/nearest';
import type { Rule } from '../../rule';

export const IST9270 = {
  code: 'IST9270',
  name: 'ExportedToUnknownNamespace',
  kiali: ['KIA0005'],
  level: 'Warning',
  summary: 'An object is exported to a namespace that does not exist.',
  texts: {
    namespace: (name: string, meant: string | undefined) =>
      `${shown(name)} is unknown: these manifests show no such namespace, and no proxy of it reads this object; ${meant === undefined ? 'correct the name' : `write ${shown(meant)}`}, or, if the namespace exists elsewhere, pass it as --context`,
  },
} as const satisfies MessageType;

/** Words that stand for other things than a namespace. (B2) */
const WORDS = ['.', '*', '~'];

/** Proxies in a namespace read what is exported to it. (B2) */
export const exportToNamespaces: Rule = {
  name: 'export-to-namespaces',
  reports: [IST9270],
  *check(index) {
    const namespaces = index.view(namespacesOf);
    for (const [object, entries] of exportsOf(index)) {
      const unknown = entries.filter(([name]) => !WORDS.includes(name) && !namespaces.match(name));
      // The entries of a list that no namespace here meets are meant for it, or for a namespace that is elsewhere.
      const isForNobody = unknown.length === entries.length;
      for (const [name, field] of unknown) {
        const meant = nearest(name, namespaces.names);
        if (isForNobody || meant !== undefined || showsNamespaces(index)) {
          yield { type: IST9270, object, field, text: IST9270.texts.namespace(name, meant) };
        }
      }
    }
  },
};

type Entry = readonly [name: string, field: FieldPath];

/** The objects that say to whom they are exported. */
function* exportsOf(index: MeshIndex): Iterable<[object: Manifest, entries: readonly Entry[]]> {
  for (const kind of [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY]) {
    for (const object of index.all<unknown>(kind)) {
      const { exportTo } = fieldsOf(object.spec);
      if (Array.isArray(exportTo) && exportTo.length > 0) {
        yield [object, textEntries(exportTo).map(([i, name]) => [name, ['spec', 'exportTo', i]])];
      }
    }
  }
  for (const object of index.all(SERVICE)) {
    const names = serviceExportTo(object);
    if (names.length > 0) {
      yield [object, names.map((name) => [name, ['metadata', 'annotations', EXPORT_TO]])];
    }
  }
}
