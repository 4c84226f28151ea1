import { MeshModel } from 'cdk8s-istio';
import 'cdk8s-istio/testing';

const mesh = MeshModel.of('dist', { hostPorts: { 9080: 80, 9443: 443 } });

test.each(['GET http://127.0.0.1:9080/', 'POST https://127.0.0.1:9443/a', 'http://shop.example.com/'])(
  '%s goes to echo',
  (request) => expect(mesh).toRoute(request, { to: 'default/echo' }),
);

test('TLS has a port of its own', () => {
  expect(mesh).not.toRoute('https://127.0.0.1:9080/', { to: 'echo' });
});

test('echo sees what the client asks for', () => {
  expect(mesh).toRewrite('http://127.0.0.1:9080/a?b=c', { path: '/a?b=c', authority: '127.0.0.1:9080' });
});
