import type { Code } from '../../../code';
import { fullHost, serviceHost } from '../../../istiod/hosts/service-host';
import { fieldsOf, objectsIn, textOrEmpty, textsIn } from '../../../manifests/fields';
import type { Manifest } from '../../../manifests/manifest';
import type { Referenced } from '../../references';
import { type Conversion, type Fields, isNumber, isText } from '../fields';
import { istio, options } from '../words';
import { rulesWithTextAsHost } from './rule-hosts';

/** A destination as it is written. */
interface Wanted {
  readonly host: string;
  readonly port: number | undefined;
  readonly subset: string | undefined;
}

/** A destination: a subset of a DestinationRule, a Service, a ServiceEntry, or a host by name. */
export function destination(fields: Fields): Code {
  const host = fields.required('host', fields.take('host', isText));
  const subset = fields.take('subset', isText);
  const port = portOf(fields);
  const wanted = { host, port, subset };
  const { conversion } = fields;
  return (
    (subset === undefined ? undefined : subsetOf(wanted, conversion)) ??
    serviceOf(wanted, conversion) ??
    entryOf(wanted, conversion) ??
    istio('Destination.host').call(host, options({ port, subset }))
  );
}

function portOf(fields: Fields): number | undefined {
  const port = fields.take('port', isPort);
  return port?.number;
}

function isPort(value: unknown): value is { readonly number: number } {
  const { number, ...others } = fieldsOf(value);
  return isNumber(number) && Object.keys(others).length === 0;
}

function subsetOf({ host, port, subset = '' }: Wanted, conversion: Conversion): Code | undefined {
  const rule = conversion.references.destinationRule(host, subset);
  if (!rule) {
    return undefined;
  }
  const ruleHost = textOrEmpty(fieldsOf(rule.manifest.spec).host);
  const entry = hostEntry(rule.manifest, conversion);
  if (entry) {
    const of = entryPort(port, entry.manifest);
    return of && rule.code.member('subset').call(subset, options({ port: of.port }));
  }
  const service = hostService(rule.manifest, conversion);
  if (!service) {
    const written = hostFor(ruleHost, rule.manifest, conversion);
    return written === host ? rule.code.member('subset').call(subset, options({ port })) : undefined;
  }
  if (port === undefined || hostOfService(service.manifest, conversion) !== host) {
    return undefined;
  }
  const ports = portsOf(service.manifest);
  return ports === undefined || ports.includes(port)
    ? rule.code.member('subset').call(subset, ports?.length === 1 ? undefined : { port })
    : undefined;
}

/** The Service that a DestinationRule has as its host; undefined if it has the text. */
export function hostService(rule: Manifest, { references }: Conversion): Referenced | undefined {
  const host = textOrEmpty(fieldsOf(rule.spec).host);
  const service = references.service(fullHost(host, rule.namespace));
  if (!service || rulesWithTextAsHost(references.all).has(rule)) {
    return undefined;
  }
  const { name, namespace } = service.manifest;
  const written = namespace === rule.namespace ? name : serviceHost(name, namespace);
  return written === host ? service : undefined;
}

/** The ServiceEntry that a DestinationRule has as its host; undefined if it has the text. */
export function hostEntry(rule: Manifest, { references }: Conversion): Referenced | undefined {
  const host = textOrEmpty(fieldsOf(rule.spec).host);
  const entry = host.includes('.') ? references.serviceEntry(host) : undefined;
  const isOnly = entry !== undefined && hasOneHost(entry.manifest);
  return isOnly && !rulesWithTextAsHost(references.all).has(rule) ? entry : undefined;
}

function serviceOf({ host, port, subset }: Wanted, conversion: Conversion): Code | undefined {
  const service = conversion.references.service(host);
  if (!service || hostOfService(service.manifest, conversion) !== host) {
    return undefined;
  }
  const ports = portsOf(service.manifest);
  if (port === undefined) {
    // A Service of type ExternalName needs no port.
    return ports === undefined && subset === undefined
      ? service.code
      : istio('Destination.host').call(service.code, options({ subset }));
  }
  if (ports !== undefined && !ports.includes(port)) {
    return istio('Destination.host').call(service.code, options({ port, subset }));
  }
  const chosen = ports?.length === 1 ? undefined : port;
  return chosen === undefined && subset === undefined
    ? service.code
    : istio('Destination.service').call(service.code, options({ port: chosen, subset }));
}

function entryOf({ host, port, subset }: Wanted, { references }: Conversion): Code | undefined {
  const entry = references.serviceEntry(host);
  // A destination without a port, and a host without a dot, cannot be said by the entry.
  if (!entry || port === undefined || !host.includes('.')) {
    return undefined;
  }
  const of = entryPort(port, entry.manifest);
  return (
    of &&
    entry.code
      .member('destination')
      .call(options({ host: hasOneHost(entry.manifest) ? undefined : host, port: of.port, subset }))
  );
}

function hasOneHost({ spec }: Manifest): boolean {
  return textsIn(fieldsOf(spec).hosts).length === 1;
}

/** The port that a destination of a ServiceEntry names, none for the only port; undefined if the entry cannot name it. */
function entryPort(
  port: number | undefined,
  { spec }: Manifest,
): { readonly port: number | undefined } | undefined {
  const ports = objectsIn(fieldsOf(spec).ports);
  if (port === undefined || ports.filter(({ number }) => number === port).length !== 1) {
    return undefined;
  }
  return { port: ports.length === 1 ? undefined : port };
}

/** The host of a Service as constructs write it in the object that is converted. */
export function hostOfService({ name, namespace }: Manifest, { manifest }: Conversion): string {
  return namespace === manifest.namespace ? name : serviceHost(name, namespace);
}

/** A host of another object as `rule.subset` writes it. */
function hostFor(host: string, { namespace }: Manifest, { manifest }: Conversion): string {
  return namespace === manifest.namespace ? host : fullHost(host, namespace);
}

/** The ports that constructs know of a Service; undefined for one that needs none. */
function portsOf({ spec }: Manifest): readonly unknown[] | undefined {
  const { type, ports } = fieldsOf(spec);
  return type === 'ExternalName'
    ? undefined
    : objectsIn(ports)
        .filter(({ protocol }) => protocol !== 'UDP')
        .map(({ port }) => port);
}
