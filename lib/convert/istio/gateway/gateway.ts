import type { Code } from '../../../code';
import { HttpProtocol } from '../../../constructs';
import { isRecord } from '../../../manifests/manifest';
import { Fields, isNumber, isText, type Spot } from '../fields';
import type { Raised } from '../raised';
import { selector } from '../targets';
import { istio, memberOf, namesToWrite } from '../words';
import { serverTls } from './server-tls';

const DEFAULT_SELECTOR = JSON.stringify({ istio: 'ingressgateway' });

export function gateway(fields: Fields): Raised {
  const selected = fields.required('selector', fields.say('selector', isRecord, selector));
  const isDefault = JSON.stringify(fields.peek('selector')) === DEFAULT_SELECTOR;
  return {
    construct: istio('Gateway'),
    props: { selector: isDefault ? undefined : selected, servers: servers(fields) },
  };
}

function servers(fields: Fields): Code {
  const portNames = namesToWrite(fields.peek('servers'), ({ port }) => {
    const { name, protocol, number } = isRecord(port) ? port : {};
    return { name, wish: `${String(protocol).toLowerCase()}-${number}` };
  });
  return fields.required(
    'servers',
    fields.itemsOrNone('servers', (value, spot) =>
      Fields.of(value, spot, (server) => oneServer(server, portNames)),
    ),
  );
}

/** The port of a server, as it is written. */
interface ServerPort {
  readonly number: number;
  readonly protocol: string;
  readonly portName: string | undefined;
}

function oneServer(fields: Fields, portNames: ReadonlySet<unknown>): Code {
  const { number, protocol, portName } = portOf(fields, portNames);
  const names = { name: fields.text('name'), bind: fields.text('bind'), portName };
  const hosts = fields.required('hosts', fields.textsOrNone('hosts'));
  const unless = (usual: number) => (number === usual ? undefined : number);
  const tls = fields.peek('tls');
  if (protocol === 'TCP') {
    const isEveryHost = JSON.stringify(fields.peek('hosts')) === '["*"]';
    return istio('Server.tcp').call({ port: number, hosts: isEveryHost ? undefined : hosts, ...names });
  }
  if (protocol === 'TLS' && isOnly(tls, 'mode', 'PASSTHROUGH')) {
    fields.take('tls', isRecord);
    return istio('Server.tlsPassthrough').call({ port: unless(443), hosts, ...names });
  }
  if (protocol === 'HTTPS' || protocol === 'TLS') {
    const said = fields.required('tls', fields.object('tls', serverTls));
    const isHttps = protocol === 'HTTPS';
    return istio(isHttps ? 'Server.https' : 'Server.tls').call({
      port: isHttps ? unless(443) : number,
      hosts,
      tls: said,
      ...names,
    });
  }
  if (protocol === 'HTTP' && isOnly(tls, 'httpsRedirect', true)) {
    fields.take('tls', isRecord);
    return istio('Server.httpsRedirect').call({ port: unless(80), hosts, ...names });
  }
  return istio('Server.http').call({
    port: unless(80),
    protocol: protocol === 'HTTP' ? undefined : memberOf({ HttpProtocol }, protocol, portSpot(fields)),
    hosts,
    ...names,
  });
}

function portOf(fields: Fields, portNames: ReadonlySet<unknown>): ServerPort {
  const port = fields.within('port', (inner) => {
    const name = inner.required('name', inner.take('name', isText));
    return {
      number: inner.required('number', inner.take('number', isNumber)),
      protocol: inner.required('protocol', inner.take('protocol', isText)),
      portName: portNames.has(name) ? name : undefined,
    };
  });
  return fields.required('port', port);
}

function portSpot({ path, conversion }: Fields): Spot {
  return { path: [...path, 'port', 'protocol'], conversion };
}

/** Whether the object has this field with this value, and no other field. */
function isOnly(object: unknown, name: string, value: unknown): boolean {
  return isRecord(object) && Object.keys(object).length === 1 && object[name] === value;
}
