import type { Protocol } from '../../istiod/registry/protocol';

/** A beginning of a port's name by which Istio knows the protocol. */
type Prefix = Lowercase<Protocol>;

/** The words that say how clients speak to a port. They count for more than the name of what runs there. */
const SPOKEN = byWord({
  grpc: ['grpc'],
  http2: ['http2', 'h2', 'h2c'],
  http: ['http', 'http1', 'rest', 'ws', 'websocket'],
  https: ['https', 'wss'],
  tls: ['tls', 'ssl', 'grpcs'],
  tcp: ['tcp'],
});

/** What runs at a port, by the protocol that its clients speak. */
const RUNNING = byWord({
  http: ['api', 'console', 'dashboard', 'health', 'metrics', 'prometheus', 'ui', 'web', 'www', 'zipkin'],
  tcp: [
    ...['amqp', 'kafka', 'mqtt', 'nats', 'rabbitmq', 'stomp'],
    ...['cassandra', 'cql', 'mssql', 'oracle', 'pg', 'pgbouncer', 'pgsql', 'postgres', 'postgresql', 'psql'],
    ...['sqlserver', 'memcache', 'memcached', 'zk', 'zookeeper'],
    ...['dns', 'ftp', 'imap', 'ldap', 'pop3', 'sftp', 'smtp', 'ssh', 'syslog'],
    ...['epmd', 'gossip', 'jmx', 'rmi', 'serf', 'thrift'],
  ],
  tls: ['amqps', 'imaps', 'ldaps', 'mqtts', 'pop3s', 'smtps'],
  mongo: ['mongod', 'mongodb', 'mongos'],
  mysql: ['mariadb'],
  redis: ['valkey'],
});

/** What usually runs at a port of this number. */
const AT_NUMBER: ReadonlyMap<number, Prefix> = new Map(
  Object.entries({
    http: [80, 3000, 4318, 5601, 8000, 8080, 8081, 9090, 9200, 9411, 14268, 15672, 16686],
    https: [443, 6443, 8443, 9443],
    grpc: [4317, 14250, 50051],
    tls: [636, 5671, 8883],
    tcp: [
      22, 389, 1433, 1521, 1883, 2181, 4222, 5044, 5432, 5672, 6432, 9042, 9092, 9300, 11211, 24224, 61616,
    ],
    redis: [6379, 26379],
  }).flatMap(([prefix, numbers]) => numbers.map((number): [number, Prefix] => [number, prefix as Prefix])),
);

/**
 * The beginning that a port's name should have, from the words of its name, those of the names of the containers' ports
 * behind it, and its number; undefined where none of them tells what the port speaks.
 */
export function advisedPrefix(
  name: string,
  containerPorts: readonly string[],
  numbers: readonly number[],
): Prefix | undefined {
  for (const words of [name, ...containerPorts].map(wordsOf)) {
    // Of "http-grpc", the end says more: the beginning would be known to Istio if it were meant.
    const known = lastKnown(words, SPOKEN) ?? lastKnown(words, RUNNING);
    if (known) {
      return known;
    }
  }
  return numbers.map((number) => AT_NUMBER.get(number)).find((prefix) => prefix !== undefined);
}

/** A name that begins with the protocol: "otlp-grpc" becomes "grpc-otlp", and "amqp" becomes "tcp-amqp". */
export function advisedName(prefix: string, name: string): string {
  const others = name.split('-').filter((part) => part.toLowerCase() !== prefix);
  return others.length > 0 ? `${prefix}-${others.join('-')}` : prefix;
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[-_.]/);
}

function lastKnown(words: readonly string[], known: ReadonlyMap<string, Prefix>): Prefix | undefined {
  return words.map((word) => known.get(word)).findLast((prefix) => prefix !== undefined);
}

function byWord(words: Partial<Record<Prefix, readonly string[]>>): ReadonlyMap<string, Prefix> {
  return new Map(
    Object.entries(words).flatMap(([prefix, all]) =>
      all.map((word): [string, Prefix] => [word, prefix as Prefix]),
    ),
  );
}
