import { IST0002 } from '../../../catalogue/istio-traffic-codes';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { TELEMETRY } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

/** A Telemetry names a provider of type Lightstep, which proxies no longer support. */
export const lightstepProvider: Rule = {
  name: 'lightstep-provider',
  reports: [IST0002],
  *check(index) {
    const lightstep = index.mesh.extensionProviders.filter(({ type }) => type === 'lightstep');
    const names = new Set(lightstep.map(({ name }) => name));
    if (names.size === 0) {
      return;
    }
    for (const object of index.all(TELEMETRY)) {
      for (const [i, { providers }] of fieldEntries(fieldsOf(object.spec).tracing)) {
        for (const [j, provider] of fieldEntries(providers)) {
          const name = textOrEmpty(provider.name);
          if (names.has(name)) {
            const field = ['spec', 'tracing', i, 'providers', j, 'name'];
            yield { type: IST0002, object, field, text: IST0002.texts.lightstep(name) };
          }
        }
      }
    }
  },
};
