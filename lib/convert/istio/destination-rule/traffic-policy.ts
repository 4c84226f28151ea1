import type { Code } from '../../../code';
import { H2UpgradePolicy, ProxyProtocolVersion, TunnelProtocol } from '../../../constructs';
import type { Fields } from '../fields';
import { duration, enumerated, numberItem } from '../words';
import { clientTls } from './client-tls';
import { loadBalancer } from './load-balancer';

export function trafficPolicy(fields: Fields): Code {
  return {
    ...portTrafficPolicy(fields),
    portLevelSettings: fields.listOrNone('portLevelSettings', (settings) => ({
      port: settings.required(
        'port',
        settings.object('port', (port) => port.required('number', port.number('number'))),
      ),
      ...portTrafficPolicy(settings),
    })),
    tunnel: fields.object('tunnel', (tunnel) => ({
      protocol: enumerated(tunnel, 'protocol', { TunnelProtocol }),
      targetHost: tunnel.required('targetHost', tunnel.text('targetHost')),
      targetPort: tunnel.required('targetPort', tunnel.number('targetPort')),
    })),
    proxyProtocol: fields.object('proxyProtocol', (protocol) =>
      protocol.required('version', enumerated(protocol, 'version', { ProxyProtocolVersion })),
    ),
    retryBudget: fields.object('retryBudget', (budget) => ({
      percent: budget.number('percent'),
      minRetryConcurrency: budget.number('minRetryConcurrency'),
      budgetInterval: duration(budget, 'budgetInterval'),
    })),
  };
}

function portTrafficPolicy(fields: Fields): Readonly<Record<string, Code>> {
  return {
    loadBalancer: fields.object('loadBalancer', loadBalancer),
    connectionPool: fields.object('connectionPool', connectionPool),
    outlierDetection: fields.object('outlierDetection', outlierDetection),
    tls: fields.object('tls', clientTls),
  };
}

export function connectionPool(fields: Fields): Code {
  return {
    tcp: fields.object('tcp', (tcp) => ({
      maxConnections: tcp.number('maxConnections'),
      connectTimeout: duration(tcp, 'connectTimeout'),
      tcpKeepalive: tcp.object('tcpKeepalive', (keepalive) => ({
        probes: keepalive.number('probes'),
        time: duration(keepalive, 'time'),
        interval: duration(keepalive, 'interval'),
      })),
      maxConnectionDuration: duration(tcp, 'maxConnectionDuration'),
      idleTimeout: duration(tcp, 'idleTimeout'),
    })),
    http: fields.object('http', httpSettings),
  };
}

function httpSettings(fields: Fields): Code {
  return {
    http1MaxPendingRequests: fields.number('http1MaxPendingRequests'),
    http2MaxRequests: fields.number('http2MaxRequests'),
    maxRequestsPerConnection: fields.number('maxRequestsPerConnection'),
    maxRetries: fields.number('maxRetries'),
    idleTimeout: duration(fields, 'idleTimeout'),
    h2UpgradePolicy: enumerated(fields, 'h2UpgradePolicy', { H2UpgradePolicy }),
    useClientProtocol: fields.flag('useClientProtocol'),
    maxConcurrentStreams: fields.number('maxConcurrentStreams'),
    http2KeepAlive: fields.object('http2KeepAlive', (keepAlive) => ({
      interval: keepAlive.required('interval', duration(keepAlive, 'interval')),
      timeout: keepAlive.required('timeout', duration(keepAlive, 'timeout')),
    })),
  };
}

function outlierDetection(fields: Fields): Code {
  return {
    consecutive5xxErrors: fields.number('consecutive5xxErrors'),
    consecutiveGatewayErrors: fields.number('consecutiveGatewayErrors'),
    consecutiveLocalOriginFailures: fields.number('consecutiveLocalOriginFailures'),
    splitExternalLocalOriginErrors: fields.flag('splitExternalLocalOriginErrors'),
    interval: duration(fields, 'interval'),
    baseEjectionTime: duration(fields, 'baseEjectionTime'),
    maxEjectionPercent: fields.number('maxEjectionPercent'),
    minHealthPercent: fields.number('minHealthPercent'),
    outlierDetectionHttpErrorCodes: fields.items('outlierDetectionHttpErrorCodes', numberItem),
    failurePercentageThreshold: fields.number('failurePercentageThreshold'),
  };
}
