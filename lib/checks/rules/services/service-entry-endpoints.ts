import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { objectName } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { selectorText, workloadSelectorOf } from '../../../istiod/workloads/selectors';
import { fieldsOf, optionalFields } from '../../../manifests/fields';
import { SERVICE_ENTRY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { entriesMeant, hasEndpoints } from '../../common/machine-selections';
import { showsApplications } from '../../common/shown-applications';
import type { Rule } from '../../rule';

export const IST9225 = {
  code: 'IST9225',
  name: 'ServiceEntryWithoutEndpoints',
  level: 'Warning',
  summary: 'A ServiceEntry has no endpoints, or selects none although they seem to be among the manifests.',
  texts: {
    static: () =>
      'with resolution STATIC and without endpoints, requests get 503; add endpoints, or set the resolution to DNS',
    selector: (selector: string, entry: string) =>
      `"${selector}" does not select any pod or WorkloadEntry in these manifests, so requests get 503; nothing selects ${entry}: let it carry these labels`,
    notShown: (selector: string) =>
      `no pod and no WorkloadEntry of this namespace in these manifests carries "${selector}", so requests get 503; correct the selector, or, if its endpoints are defined elsewhere, pass them as --context`,
  },
} as const satisfies MessageType;

/** The endpoints of a ServiceEntry are listed, or are the WorkloadEntries and pods with its labels. (G7) */
export const serviceEntryEndpoints: Rule = {
  name: 'service-entry-endpoints',
  reports: [IST9225],
  *check(index) {
    for (const object of index.all(SERVICE_ENTRY)) {
      const finding = hasEndpoints(index, object) ? undefined : withoutEndpoints(index, object);
      if (finding) {
        yield finding;
      }
    }
  },
};

function withoutEndpoints(index: MeshIndex, object: Manifest): Finding | undefined {
  const { resolution, workloadSelector } = fieldsOf(object.spec);
  if (!optionalFields(workloadSelector)) {
    const field = ['spec', 'resolution'];
    return resolution === 'STATIC'
      ? { type: IST9225, object, field, text: IST9225.texts.static() }
      : undefined;
  }
  const meant = index.view(entriesMeant).get(object);
  const selector = selectorText(workloadSelectorOf(object));
  const { selector: byEntry, notShown } = IST9225.texts;
  const text = meant
    ? byEntry(selector, objectName(meant.manifest))
    : showsApplications(index, object)
      ? notShown(selector)
      : undefined;
  return text === undefined
    ? undefined
    : { type: IST9225, object, field: ['spec', 'workloadSelector', 'labels'], text };
}
