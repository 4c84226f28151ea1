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

// Istio's samples: "groups-scope.jwt" there is a token to try. Their private key is public; put your own issuer here.
const issuer = 'testing@secure.istio.io';
const samples = 'https://raw.githubusercontent.com/istio/istio/1.30.3/security/tools/jwt/samples';

// A bad token is answered with 401. A request without any passes this,
new RequestAuthentication(chart, 'tokens', {
  selector: echo,
  jwtRules: [{ issuer, keys: JwtKeys.uri(`${samples}/jwks.json`) }],
});

// but is answered with 403, as is a token without the claim.
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

new VirtualService(chart, 'routes', { hosts: ['*'], gateways: [gateway], http: [{ to: echo.service }] });

app.synth();
