// Command cert-manager runs the controllers of cert-manager that the platform uses, and of its injector the one for
// aggregated APIs. They are public packages; upstream's own commands are modules inside of another, which have no version
// that the proxy serves.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/clientcmd"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"sigs.k8s.io/controller-runtime/pkg/manager"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"

	"github.com/cert-manager/cert-manager/pkg/api"
	"github.com/cert-manager/cert-manager/pkg/controller"
	_ "github.com/cert-manager/cert-manager/pkg/controller/acmechallenges"
	_ "github.com/cert-manager/cert-manager/pkg/controller/acmeorders"
	"github.com/cert-manager/cert-manager/pkg/controller/cainjector"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/acme"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/approver"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/ca"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/selfsigned"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/issuing"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/keymanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/readiness"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/requestmanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/revisionmanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/trigger"
	_ "github.com/cert-manager/cert-manager/pkg/controller/clusterissuers"
	_ "github.com/cert-manager/cert-manager/pkg/controller/issuers"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/acme"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/ca"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/selfsigned"
)

// Named like the flags of upstream's controller.
type settings struct {
	kubeconfig, namespace, solverImage, nameservers, metricsAddress string
}

func main() {
	var s settings
	// A set of its own: a library has put its `kubeconfig` into the common one.
	flags := flag.NewFlagSet(os.Args[0], flag.ExitOnError)
	flags.StringVar(&s.kubeconfig, "kubeconfig", "", "file of a user that may do everything")
	flags.StringVar(&s.namespace, "cluster-resource-namespace", "cert-manager", "where ClusterIssuers keep their secrets")
	flags.StringVar(&s.solverImage, "acme-http01-solver-image", "", "image of the pods that answer challenges by a file")
	flags.StringVar(&s.nameservers, "nameservers", "", "host:port of the servers that are asked before a challenge, by commas")
	flags.StringVar(&s.metricsAddress, "metrics-listen-address", "127.0.0.1:9402", "host:port at which it shows its metrics")
	_ = flags.Parse(os.Args[1:])
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := startControllers(stopped, s); err != nil {
		log.Fatal(err)
	}
	if err := inject(stopped, s); err != nil {
		log.Fatal(err)
	}
}

func startControllers(stopped context.Context, s settings) error {
	var nameservers []string
	if s.nameservers != "" {
		nameservers = strings.Split(s.nameservers, ",")
	}
	factory, err := controller.NewContextFactory(stopped, controller.ContextOptions{
		Kubeconfig:         s.kubeconfig,
		KubernetesAPIQPS:   50,
		KubernetesAPIBurst: 100,
		IssuerOptions: controller.IssuerOptions{
			ClusterResourceNamespace: s.namespace,
			// As a pod with a role of AWS has them.
			ClusterIssuerAmbientCredentials: true,
		},
		ACMEOptions: controller.ACMEOptions{
			HTTP01SolverImage: s.solverImage,
			// Upstream's defaults.
			HTTP01SolverResourceRequestCPU:    resource.MustParse("10m"),
			HTTP01SolverResourceRequestMemory: resource.MustParse("64Mi"),
			HTTP01SolverResourceLimitsCPU:     resource.MustParse("100m"),
			HTTP01SolverResourceLimitsMemory:  resource.MustParse("64Mi"),
			ACMEHTTP01SolverRunAsNonRoot:      true,
			HTTP01SolverNameservers:           nameservers,
			DNS01Nameservers:                  nameservers,
			DNS01CheckRetryPeriod:             2 * time.Second,
		},
		CertificateOptions: controller.CertificateOptions{
			CertificateRequestMinimumBackoffDuration: time.Hour,
			CertificateRequestMaximumBackoffDuration: 32 * time.Hour,
		},
		SchedulerOptions: controller.SchedulerOptions{MaxConcurrentChallenges: 60},
	})
	if err != nil {
		return err
	}
	for name, build := range controller.Known() {
		made, err := build(factory)
		if err != nil {
			return err
		}
		go func() {
			if err := made.Run(5, stopped); err != nil {
				log.Fatalf("%s: %v", name, err)
			}
		}()
	}
	built, err := factory.Build()
	if err != nil {
		return err
	}
	built.Metrics.SetupCertificateCollector(built.SharedInformerFactory.Certmanager().V1().Certificates().Lister())
	listener, err := net.Listen("tcp", s.metricsAddress)
	if err != nil {
		return err
	}
	go func() {
		log.Fatal(built.Metrics.NewServer(listener).Serve(listener))
	}()
	built.SharedInformerFactory.Start(stopped.Done())
	built.KubeSharedInformerFactory.Start(stopped.Done())
	built.HTTP01ResourceMetadataInformersFactory.Start(stopped.Done())
	return nil
}

// inject writes authorities into the APIServices that ask for one.
func inject(stopped context.Context, s settings) error {
	config, err := clientcmd.BuildConfigFromFlags("", s.kubeconfig)
	if err != nil {
		return err
	}
	kinds := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, api.AddToScheme, apiregistration.AddToScheme} {
		if err := add(kinds); err != nil {
			return err
		}
	}
	made, err := manager.New(config, manager.Options{Scheme: kinds, Metrics: server.Options{BindAddress: "0"}})
	if err != nil {
		return err
	}
	err = cainjector.RegisterAllInjectors(stopped, made, cainjector.SetupOptions{
		EnableCertificatesDataSource: true,
		EnabledReconcilersFor:        map[string]bool{cainjector.APIServiceName: true},
	})
	if err != nil {
		return err
	}
	return made.Start(stopped)
}
