import type { Code } from '../../../code';
import { HttpProtocol } from '../../../constructs';
import { isRecord } from '../../../manifests/manifest';
import { Fields, isNumber, isText, patch } from '../fields';
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
      Fields.of(value, spot, (fields) => server(fields, portNames)),
    ),
  );
}

/** The port of a server. */
interface ServerPort {
  readonly number: number;
  /** In capitals. */
  readonly protocol: string;
  readonly portName: string | undefined;
}

/** The factory of a server, and its options besides the hosts and the names. */
type Factory = readonly [name: string, options: Readonly<Record<string, Code>>];

function server(fields: Fields, portNames: ReadonlySet<unknown>): Code {
  const port = portOf(fields, portNames);
  const hosts = fields.required('hosts', fields.textsOrNone('hosts'));
  const [name, options] = encrypted(port, fields) ?? plain(port, fields);
  const isEveryHost = JSON.stringify(fields.peek('hosts')) === '["*"]';
  return istio(`Server.${name}`).call({
    hosts: name === 'tcp' && isEveryHost ? undefined : hosts,
    ...options,
    bind: fields.text('bind'),
    name: fields.text('name'),
    portName: port.portName,
  });
}

function portOf(fields: Fields, portNames: ReadonlySet<unknown>): ServerPort {
  const port = fields.within('port', (inner) => {
    const name = inner.required('name', inner.take('name', isText));
    const written = inner.required('protocol', inner.take('protocol', isText));
    const protocol = written.toUpperCase();
    if (protocol !== written) {
      patch(written, inner.at('protocol'));
    }
    return {
      number: inner.required('number', inner.take('number', isNumber)),
      protocol,
      portName: portNames.has(name) ? name : undefined,
    };
  });
  return fields.required('port', port);
}

function encrypted({ number, protocol }: ServerPort, fields: Fields): Factory | undefined {
  if (protocol !== 'HTTPS' && protocol !== 'TLS') {
    return undefined;
  }
  if (takesOnly(fields, 'mode', 'PASSTHROUGH')) {
    return [
      'tlsPassthrough',
      { port: unless(443, number), protocol: protocol === 'TLS' ? undefined : protocol },
    ];
  }
  if (protocol === 'TLS' && takesOnly(fields, 'mode', 'AUTO_PASSTHROUGH')) {
    return ['tlsAutoPassthrough', { port: unless(15443, number) }];
  }
  const tls = fields.required('tls', fields.object('tls', serverTls));
  return protocol === 'HTTPS'
    ? ['https', { port: unless(443, number), tls }]
    : ['tls', { port: number, tls }];
}

function plain({ number, protocol }: ServerPort, fields: Fields): Factory {
  if (protocol === 'TCP') {
    return ['tcp', { port: number }];
  }
  const port = unless(80, number);
  if (protocol === 'HTTP') {
    return [takesOnly(fields, 'httpsRedirect', true) ? 'httpsRedirect' : 'http', { port }];
  }
  const spot = { ...fields.at('port'), path: [...fields.path, 'port', 'protocol'] };
  return ['http', { port, protocol: memberOf({ HttpProtocol }, protocol, spot) }];
}

function unless(usual: number, number: number): number | undefined {
  return number === usual ? undefined : number;
}

/** Whether `tls` has this field with this value and no other field. The factory then says it. */
function takesOnly(fields: Fields, name: string, value: unknown): boolean {
  const tls = fields.peek('tls');
  return isRecord(tls) && Object.keys(tls).length === 1 && tls[name] === value && fields.takeIf('tls', tls);
}
