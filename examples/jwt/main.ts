import { Chart } from 'cdk8s';
import {
  AuthorizationPolicy,
  Condition,
  EchoServer,
  Gateway,
  JwtKeys,
  MeshApp,
  RequestAuthentication,
  Server,
  VirtualService,
} from 'cdk8s-istio';

const app = new MeshApp();
const chart = new Chart(app, 'jwt', { namespace: 'default', disableResourceNameHashes: true });
const echo = new EchoServer(chart, 'echo');

// The issuer of Istio's samples, where "groups-scope.jwt" is a token to try. Its private key is public: use your own
// issuer.
const issuer = 'testing@secure.istio.io';
const samples = 'https://raw.githubusercontent.com/istio/istio/1.30.3/security/tools/jwt/samples';

// A request with an invalid token is answered with 401. A request without a token passes the RequestAuthentication,
new RequestAuthentication(chart, 'tokens', {
  selector: echo,
  jwtRules: [{ issuer, keys: JwtKeys.uri(`${samples}/jwks.json`) }],
});

// but the AuthorizationPolicy answers it with 403, and also a request whose token lacks the claim.
new AuthorizationPolicy(chart, 'members', {
  selector: echo,
  rules: [
    {
      from: [{ requestPrincipals: [`${issuer}/*`] }],
      when: [Condition.claim('groups', { values: ['group1'] })],
    },
  ],
});

const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

new VirtualService(chart, 'routes', { hosts: ['*'], gateways: [gateway], http: [{ to: echo }] });

app.synth();
