// Command acmesolver is what cert-manager's solver pods run, of its public package: upstream's own command is a module
// inside of another, which has no version that the proxy serves.
package main

import (
	"context"
	"flag"
	"log"
	"os/signal"
	"syscall"
	"time"

	"github.com/cert-manager/cert-manager/pkg/issuer/acme/http/solver"
	"github.com/go-logr/logr"
)

func main() {
	server := &solver.HTTP01Solver{}
	flag.IntVar(&server.ListenPort, "listen-port", 8089, "port that challenges come to")
	flag.StringVar(&server.Domain, "domain", "", "host that is proved")
	flag.StringVar(&server.Token, "token", "", "last part of the challenge's path")
	flag.StringVar(&server.Key, "key", "", "what the challenge is answered with")
	flag.Parse()
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	go func() {
		<-stopped.Done()
		ending, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = server.Shutdown(ending)
	}()
	if err := server.Listen(logr.Discard()); err != nil && stopped.Err() == nil {
		log.Fatal(err)
	}
}
