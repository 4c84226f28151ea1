import type { Code, Expression } from '../../code';
import { CaptureMode } from '../../constructs';
import { serviceHost } from '../../istiod/hosts/service-host';
import { connectionPool } from './destination-rule/traffic-policy';
import { CannotSay, expect, type Fields, isText, type Spot } from './fields';
import { verification, versions } from './gateway/server-tls';
import { namespaceNamed } from './identities';
import type { Raised } from './raised';
import { selectorIn } from './targets';
import { destination } from './traffic/destination';
import { enumerated, factoryFor, istio, options, portProtocol } from './words';

export function sidecar(fields: Fields): Raised {
  return {
    construct: istio('Sidecar'),
    props: {
      workloadSelector: selectorIn(fields, 'workloadSelector', 'labels'),
      egress: fields.list('egress', egressListener),
      ingress: fields.list('ingress', ingressListener),
      inboundConnectionPool: fields.object('inboundConnectionPool', connectionPool),
      outboundTrafficPolicy: fields.object('outboundTrafficPolicy', outboundTrafficPolicy),
    },
  };
}

function egressListener(fields: Fields): Code {
  return {
    port: fields.object('port', sidecarPort),
    bind: fields.text('bind'),
    captureMode: enumerated(fields, 'captureMode', { CaptureMode }),
    hosts: fields.required('hosts', fields.itemsOrNone('hosts', egressHosts)),
  };
}

function ingressListener(fields: Fields): Code {
  return {
    port: fields.required(
      'port',
      fields.object('port', (port) => ({
        ...sidecarPort(port),
        number: port.required('number', port.number('number')),
      })),
    ),
    bind: fields.text('bind'),
    captureMode: enumerated(fields, 'captureMode', { CaptureMode }),
    defaultEndpoint: fields.say('defaultEndpoint', isText, ingressEndpoint),
    tls: fields.object('tls', sidecarTls),
    connectionPool: fields.object('connectionPool', connectionPool),
  };
}

function sidecarPort(fields: Fields): Readonly<Record<string, Code>> {
  return {
    number: fields.number('number'),
    protocol: portProtocol(fields),
    name: fields.text('name'),
  };
}

function egressHosts(value: unknown, spot: Spot): Expression {
  const text = expect(value, isText, spot);
  if (text === '~/*') {
    return istio('EgressHosts.none').call();
  }
  if (text.startsWith('~')) {
    return istio('EgressHosts.except').call(egressHosts(text.slice(1), spot));
  }
  const [namespace = '', dnsName, ...others] = text.split('/');
  if (dnsName === undefined || others.length > 0) {
    throw new CannotSay(spot.path);
  }
  const name = dnsName === '*' ? undefined : dnsName;
  const service = hostOfService(namespace, dnsName, spot);
  if (service) {
    return istio('EgressHosts.service').call(service);
  }
  if (namespace === '.') {
    return istio('EgressHosts.ownNamespace').call(name);
  }
  return namespace === '*'
    ? istio('EgressHosts.anyNamespace').call(name)
    : istio('EgressHosts.namespace').call(namespaceNamed(namespace, spot), name);
}

/** The Service that the entry names, if the construct would write the entry like this. */
function hostOfService(entry: string, host: string, { conversion }: Spot): Code | undefined {
  const { references, manifest } = conversion;
  const service = references.service(host);
  if (!service) {
    return undefined;
  }
  const { name, namespace } = service.manifest;
  const own = namespace === manifest.namespace;
  return entry === (own ? '.' : namespace) && host === serviceHost(name, namespace)
    ? service.code
    : undefined;
}

const ENDPOINTS: Readonly<Record<string, string>> = {
  '127.0.0.1': 'loopback',
  '[::1]': 'loopbackV6',
  '0.0.0.0': 'pod',
  '[::]': 'podV6',
};

function ingressEndpoint(text: string, { path }: Spot): Code {
  if (text.startsWith('unix://')) {
    return istio('IngressEndpoint.unixSocket').call(text.slice('unix://'.length));
  }
  const [, address = '', port] = /^(.*):([1-9][0-9]*)$/.exec(text) ?? [];
  const factory = ENDPOINTS[address];
  if (factory === undefined) {
    throw new CannotSay(path);
  }
  return istio(`IngressEndpoint.${factory}`).call(Number(port));
}

const MODES: Readonly<Record<string, string>> = {
  SIMPLE: 'simple',
  MUTUAL: 'mutual',
  OPTIONAL_MUTUAL: 'optionalMutual',
};

function sidecarTls(fields: Fields): Code {
  const factory = factoryFor(fields, 'mode', MODES);
  const certificates = fields.has('tlsCertificates')
    ? fields.required('tlsCertificates', fields.list('tlsCertificates', certificateFiles))
    : certificateFiles(fields);
  const clients = factory === 'simple' ? {} : clientCertificates(fields);
  return istio(`SidecarTls.${factory}`).call({ certificates, ...clients, ...versions(fields) });
}

function certificateFiles(fields: Fields): Code {
  return {
    serverCertificate: fields.required('serverCertificate', fields.text('serverCertificate')),
    privateKey: fields.required('privateKey', fields.text('privateKey')),
  };
}

function clientCertificates(fields: Fields): Readonly<Record<string, Code>> {
  return {
    caCertificates: fields.required('caCertificates', fields.text('caCertificates')),
    caCrl: fields.text('caCrl'),
    ...verification(fields),
  };
}

function outboundTrafficPolicy(fields: Fields): Code {
  switch (fields.take('mode', isText)) {
    case 'REGISTRY_ONLY':
      return istio('OutboundTrafficPolicy.registryOnly').call();
    case 'ALLOW_ANY':
      return istio('OutboundTrafficPolicy.allowAny').call(
        options({ egressProxy: fields.object('egressProxy', destination) }),
      );
    default:
      throw new CannotSay([...fields.path, 'mode']);
  }
}
