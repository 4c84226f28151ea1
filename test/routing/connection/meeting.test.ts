import type { ServerTlsMode } from '../../../lib/istiod/policies/peer-authentication';
import type { Protocol } from '../../../lib/istiod/registry/protocol';
import type { Content } from '../../../lib/routing/connection/content';
import { type Meeting, meetingOf } from '../../../lib/routing/connection/meeting';
import type { Sending } from '../../../lib/routing/connection/sending';
import type { SpokenProtocol } from '../../../lib/routing/connection/server';

const MODES = ['STRICT', 'PERMISSIVE', 'DISABLE'] as const;

function sending(transport: Sending['transport'], content: Content, isReadAsHttp: boolean): Sending {
  return { transport, because: 'it does', content, isReadAsHttp, mayBeHttp: false };
}

function server(speaks?: SpokenProtocol) {
  return { speaks, isTold: speaks !== undefined, because: 'the test says so' };
}

function behind(mode: ServerTlsMode, protocol: Protocol | undefined) {
  return { tls: { mode, scope: 'default', ignored: [] } as const, protocol };
}

/** What the client gets, or what arrives. */
function verdict({ failure, refusal, receives }: Meeting): string {
  const broken = failure ?? refusal;
  return broken ? String(broken.answer) : receives;
}

describe('the sidecar of the server, in modes STRICT, PERMISSIVE and DISABLE (G12, W16)', () => {
  const REQUEST = 'plaintext HTTP/1.1';
  test.each<[string, Sending, Protocol | undefined, readonly string[]]>([
    [
      'requests inside mutual TLS of the mesh',
      sending('mutual TLS of the mesh', REQUEST, true),
      'HTTP',
      [REQUEST, REQUEST, 'UF'],
    ],
    ['requests in plaintext', sending('plaintext', REQUEST, true), 'HTTP', ['UC', REQUEST, REQUEST]],
    ['requests inside TLS of a rule', sending('TLS', REQUEST, true), 'HTTP', ['UF', 'UF', 'UF']],
    ['the same to a port of TLS', sending('TLS', REQUEST, true), 'HTTPS', ['UF', 'TLS', 'TLS']],
    ['TLS of the application', sending('plaintext', 'TLS', false), 'HTTP', ['closed', 'closed', 'closed']],
    ['the same to a port of TCP', sending('plaintext', 'TLS', false), 'TCP', ['closed', 'TLS', 'TLS']],
    [
      'the same to a port without a protocol',
      sending('plaintext', 'TLS', false),
      undefined,
      ['closed', 'TLS', 'TLS'],
    ],
    ['bytes to a port of HTTP', sending('plaintext', 'bytes', false), 'HTTP', ['closed', '400', '400']],
    [
      'bytes to a port without a protocol',
      sending('plaintext', 'bytes', false),
      undefined,
      ['closed', 'bytes', 'bytes'],
    ],
    [
      'TLS of the application inside mutual TLS of the mesh, to a port of HTTP',
      sending('mutual TLS of the mesh', 'TLS', false),
      'HTTP',
      ['closed', 'closed', 'closed'],
    ],
  ])('%s', (_, sent, protocol, expected) => {
    expect(MODES.map((mode) => verdict(meetingOf(sent, behind(mode, protocol), server())))).toEqual(expected);
  });

  test.each<[Protocol | undefined, string]>([
    ['HTTP', 'plaintext HTTP/1.1'],
    ['GRPC', 'HTTP/2'],
    ['HTTP2', 'HTTP/2'],
    [undefined, 'plaintext HTTP/1.1'],
  ])('an application behind a port of %s gets %s (G10)', (protocol, expected) => {
    const sent = sending('mutual TLS of the mesh', 'plaintext HTTP/1.1', true);
    expect(meetingOf(sent, behind('STRICT', protocol), server()).receives).toBe(expected);
  });

  test('the sidecar answers for its application, whoever the client is', () => {
    const sent = sending('plaintext', 'plaintext HTTP/1.1', false);
    expect(meetingOf(sent, behind('PERMISSIVE', 'HTTP'), server('TLS')).refusal?.answer).toBe('UC');
    expect(meetingOf(sent, behind('PERMISSIVE', 'GRPC'), server('HTTP')).refusal?.answer).toBe('UPE');
  });
});

describe('a server without a sidecar (W16)', () => {
  const SPOKEN = ['HTTP', 'HTTP2', 'TLS', 'MTLS', 'TCP'] as const;
  const http = 'plaintext HTTP/1.1';
  test.each<[string, Sending, readonly string[]]>([
    ['requests', sending('plaintext', http, true), [http, 'UPE', 'UC', 'UC', http]],
    ['requests of HTTP/2', sending('plaintext', 'HTTP/2', true), ['UPE', 'HTTP/2', 'UC', 'UC', 'HTTP/2']],
    ['TLS of a rule', sending('TLS', http, true), ['UF', 'UF', 'TLS', 'UC', 'UF']],
    ['mutual TLS of a rule', sending('mutual TLS', http, true), ['UF', 'UF', 'TLS', 'TLS', 'UF']],
    ['mutual TLS of the mesh', sending('mutual TLS of the mesh', http, true), Array(5).fill('UF')],
    [
      'HTTP that no proxy reads',
      sending('plaintext', http, false),
      [http, 'closed', 'closed', 'closed', http],
    ],
    [
      'TLS of the application',
      sending('plaintext', 'TLS', false),
      ['closed', 'closed', 'TLS', 'TLS', 'closed'],
    ],
    ['bytes', sending('plaintext', 'bytes', false), ['400', 'closed', 'closed', 'closed', 'bytes']],
    ['TLS in TLS', sending('TLS', 'TLS', false), Array(5).fill('closed')],
  ])('%s', (_, sent, expected) => {
    expect(SPOKEN.map((speaks) => verdict(meetingOf(sent, undefined, server(speaks))))).toEqual(expected);
  });

  test('what is only assumed of a server makes nobody fail who sends bytes, and gives a warning', () => {
    const assumed = { speaks: 'TLS', isTold: false, because: 'port 443 is declared HTTPS' } as const;
    const met = meetingOf(sending('plaintext', 'plaintext HTTP/1.1', false), undefined, assumed);
    expect([met.failure, met.warning]).toEqual([
      undefined,
      'the application sends plaintext, and the server expects TLS: port 443 is declared HTTPS',
    ]);
  });
});
