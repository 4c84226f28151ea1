import type { ServerTls } from '../../istiod/policies/peer-authentication';
import { isHttp2, type Protocol } from '../../istiod/registry/protocol';
import type { Content } from './content';
import { inboundReading, type RejectedReading } from './inbound';
import type { Sending } from './sending';
import type { Server } from './server';

/** How a connection fails, as Envoy's flag of the proxy that answers, or as what the client sees without an answer. */
export type Breakdown = 'UF' | 'UC' | 'UPE' | 'closed' | 400;

/** A connection that fails, and why. */
export interface FailedMeeting {
  readonly answer: Breakdown;
  readonly because: string;
}

/** What becomes of a connection between what a client's side sends and what a server's side reads. */
export interface Meeting {
  /** Absent if a connection reaches the program at the endpoint. */
  readonly failure?: FailedMeeting;
  /** The failure that policies of the sidecar may precede: the sidecar takes the request, and the application does not. */
  readonly refusal?: FailedMeeting;
  /** What the program at the endpoint gets. */
  readonly receives: Content;
  /** Whether the sidecar at the endpoint reads requests. */
  readonly readsRequests: boolean;
  /** Whether the sidecar at the endpoint knows the client's identity. */
  readonly knowsPeer: boolean;
  /** What is odd about a connection that succeeds. */
  readonly warning?: string;
}

/** The sidecar at an endpoint. */
export interface InboundSidecar {
  readonly tls: ServerTls;
  readonly protocol: Protocol | undefined;
}

/** What comes to the program at an endpoint. */
interface Incoming {
  readonly transport: Sending['transport'];
  readonly content: Content;
  /** Whether the last proxy before it reads requests, and answers for it. */
  readonly isReadAsHttp: boolean;
}

/** Both ends of a connection. (G12, W16) */
export function meetingOf(sending: Sending, sidecar: InboundSidecar | undefined, server: Server): Meeting {
  if (!sidecar) {
    return atProgram(sending, server);
  }
  const reading = inboundReading(sidecar.tls.mode, sidecar.protocol, sending);
  if (reading.is !== 'accepted') {
    const failure = { answer: answerTo(reading, sending), because: reading.because };
    return { failure, receives: sending.content, readsRequests: false, knowsPeer: false };
  }
  const { readsRequests, terminatesTls, warning } = reading;
  const content = readsRequests && isHttp2(sidecar.protocol) ? 'HTTP/2' : asForwarded(sending, sidecar);
  const transport = terminatesTls ? 'plaintext' : sending.transport;
  const isReadAsHttp = readsRequests || sending.isReadAsHttp;
  const { failure, ...rest } = atProgram({ transport, content, isReadAsHttp }, server);
  return {
    ...rest,
    ...(failure ? { refusal: failure } : {}),
    ...(warning === undefined ? {} : { warning }),
    readsRequests,
    knowsPeer: terminatesTls,
  };
}

/** A sidecar sends HTTP/1.1 to a port that is declared so. (G10) */
function asForwarded({ content }: Sending, { protocol }: InboundSidecar): Content {
  return content === 'HTTP/2' && protocol === 'HTTP' ? 'plaintext HTTP/1.1' : content;
}

function answerTo(reading: RejectedReading, sending: Sending): Breakdown {
  // The client's proxy waits for an answer to its own handshake.
  const flag = sending.transport === 'plaintext' ? 'UC' : 'UF';
  if (reading.is !== 'not HTTP') {
    return sending.isReadAsHttp ? flag : 'closed';
  }
  if (sending.isReadAsHttp) {
    return flag;
  }
  // The client of a handshake does not understand a 400 in plaintext.
  return reading.isHello ? 'closed' : 400;
}

function atProgram(incoming: Incoming, server: Server): Meeting {
  const { transport, content, isReadAsHttp } = incoming;
  const receives = transport === 'plaintext' ? content : 'TLS';
  const reached = { receives, readsRequests: false, knowsPeer: false } as const;
  const failure =
    transport === 'plaintext' ? refusalOfPlaintext(incoming, server) : refusalOfTls(incoming, server);
  if (failure) {
    return {
      ...reached,
      failure: isReadAsHttp ? failure : { ...failure, answer: failure.answer === 400 ? 400 : 'closed' },
    };
  }
  const warning = transport === 'plaintext' && !isReadAsHttp ? mismatch(content, server) : undefined;
  return warning === undefined ? reached : { ...reached, warning };
}

function refusalOfTls(
  { transport, content }: Incoming,
  { speaks, isTold, because }: Server,
): FailedMeeting | undefined {
  if (transport === 'mutual TLS of the mesh') {
    return { answer: 'UF', because: 'the client sends mutual TLS to an endpoint without a sidecar' };
  }
  if (content === 'TLS') {
    const twice = `the proxy puts TLS around the application's own TLS, and the server reads only the outer one`;
    return {
      answer: 'closed',
      because: `${twice}; remove tls from the DestinationRule for this port, or let the application send plaintext`,
    };
  }
  if (isTold && content === 'bytes' && (speaks === 'TLS' || speaks === 'MTLS')) {
    return {
      answer: 400,
      because: `the application sends bytes inside the TLS of its proxy, and the server reads HTTP there: ${because}`,
    };
  }
  if (speaks === 'MTLS' && transport === 'TLS') {
    return {
      answer: 'UC',
      because: `the proxy has no certificate, and the server wants one: ${because}; use mode MUTUAL`,
    };
  }
  return speaks === undefined || speaks === 'TLS' || speaks === 'MTLS'
    ? undefined
    : {
        answer: 'UF',
        because: `the proxy sends TLS, and the server speaks plaintext: ${because}; remove tls from the DestinationRule for this port`,
      };
}

function refusalOfPlaintext(incoming: Incoming, server: Server): FailedMeeting | undefined {
  const { content, isReadAsHttp } = incoming;
  const { speaks, isTold, because } = server;
  if (!isReadAsHttp) {
    const reason = isTold ? mismatch(content, server) : undefined;
    return reason === undefined
      ? undefined
      : { answer: content === 'bytes' && speaks === 'HTTP' ? 400 : 'closed', because: reason };
  }
  if (speaks === 'TLS' || speaks === 'MTLS') {
    return {
      answer: 'UC',
      because: `the proxy sends ${withoutTls(content)}, and the server expects TLS: ${because}; set tls in a DestinationRule for this port, or let the application send TLS to a port that is declared HTTPS`,
    };
  }
  const isOtherVersion = content === 'HTTP/2' ? speaks === 'HTTP' : speaks === 'HTTP2';
  return isTold && isOtherVersion
    ? {
        answer: 'UPE',
        because: `the proxy sends ${withoutTls(content)}, and the server speaks ${speaks}: ${because}; declare the port ${content === 'HTTP/2' ? 'HTTP' : 'HTTP2 or GRPC'}`,
      }
    : undefined;
}

function withoutTls(content: Content): string {
  return content === 'HTTP/2' ? 'HTTP/2 in plaintext' : content;
}

/** Why a program cannot understand a connection that no proxy reads; undefined if it can, or if that is not known. */
function mismatch(content: Content, { speaks, because }: Server): string | undefined {
  const expectsTls = speaks === 'TLS' || speaks === 'MTLS';
  if (
    speaks === undefined ||
    speaks === (content === 'plaintext HTTP/1.1' ? 'HTTP' : content === 'bytes' ? 'TCP' : '')
  ) {
    return undefined;
  }
  if (content === 'TLS') {
    return expectsTls ? undefined : `the application sends TLS, and the server speaks plaintext: ${because}`;
  }
  if (expectsTls) {
    return `the application sends plaintext, and the server expects TLS: ${because}`;
  }
  return speaks === 'TCP'
    ? undefined
    : `the application sends ${content}, and the server speaks ${speaks}: ${because}`;
}
