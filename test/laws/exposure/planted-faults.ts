import { addObject, addResource, objectIn, type PlantedFault, resourceIn } from '../planted-fault';

const everybody = { Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' };

export const exposureFaults: readonly PlantedFault[] = [
  {
    law: 'temporalStaysInside',
    fault: 'an Ingress to Temporal’s UI',
    plant: (tree) =>
      addObject(tree, {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'temporal-ui', namespace: 'temporal' },
        spec: {},
      }),
    seenAs: 'Ingress temporal/temporal-ui: leads in from outside',
  },
  {
    law: 'temporalStaysInside',
    fault: 'a load balancer before Temporal’s frontend',
    plant: (tree) => (objectIn(tree, 'Service', 'temporal-frontend').spec.type = 'LoadBalancer'),
    seenAs: 'a Service of type LoadBalancer',
  },
  {
    law: 'temporalStaysInside',
    fault: 'a policy that lets the load balancers in',
    plant: (tree) =>
      objectIn(tree, 'NetworkPolicy', 'temporal-ui').spec.ingress.push({
        from: [{ ipBlock: { cidr: '10.0.0.0/24' } }],
      }),
    seenAs: 'lets in {"ipBlock"',
  },
  {
    law: 'storesArePrivate',
    fault: 'a database on the internet',
    plant: (tree) =>
      (resourceIn(tree, 'database', 'AWS::RDS::DBInstance').Properties.PubliclyAccessible = true),
    seenAs: 'PubliclyAccessible is not false',
  },
  {
    law: 'storesArePrivate',
    fault: 'a bucket that may be made public',
    plant: (tree) =>
      (resourceIn(
        tree,
        'observability',
        'AWS::S3::Bucket',
      ).Properties.PublicAccessBlockConfiguration.BlockPublicPolicy = false),
    seenAs: 'BlockPublicPolicy is not true',
  },
  {
    law: 'networkIsClosed',
    fault: 'a port open to the world',
    plant: (tree) =>
      addResource(tree, 'network', 'Planted', {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: { CidrIp: '0.0.0.0/0', FromPort: 22 },
      }),
    seenAs: 'port 22 is open to 0.0.0.0/0',
  },
  {
    law: 'networkIsClosed',
    fault: 'a subnet that hands out public addresses',
    plant: (tree) => (resourceIn(tree, 'network', 'AWS::EC2::Subnet').Properties.MapPublicIpOnLaunch = true),
    seenAs: 'MapPublicIpOnLaunch is on',
  },
  {
    law: 'clusterEndpointIsNarrow',
    fault: 'an API server open to the world',
    plant: (tree) => {
      const { Properties } = resourceIn(tree, 'cluster', 'AWS::EKS::Cluster');
      Object.assign(Properties.ResourcesVpcConfig, {
        EndpointPublicAccess: true,
        PublicAccessCidrs: ['0.0.0.0/0'],
      });
    },
    seenAs: 'the endpoint is open to 0.0.0.0/0',
  },
  {
    law: 'dataSubnetsAreIsolated',
    fault: 'a route from the data subnets to the internet',
    plant: (tree) => {
      const [zone] = tree.environment.network.zones;
      const subnet = { Type: 'AWS::EC2::Subnet', Properties: { CidrBlock: zone.dataCidr } };
      const association = { RouteTableId: { Ref: 'T' }, SubnetId: { Ref: 'S' } };
      addResource(tree, 'network', 'S', subnet);
      addResource(tree, 'network', 'A', {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: association,
      });
      addResource(tree, 'network', 'R', {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId: { Ref: 'T' } },
      });
    },
    seenAs: 'network/S: a data subnet with a route',
  },
  {
    law: 'noPolicyAllowsEverybody',
    fault: 'a topic that everybody may publish to',
    plant: (tree) =>
      addResource(tree, 'observability', 'Planted', {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { PolicyDocument: { Statement: everybody } },
      }),
    seenAs: 'observability/Planted: everybody may sns:Publish',
  },
];
