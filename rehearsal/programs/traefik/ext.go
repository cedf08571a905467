// Package ext is what Traefik's configuration may be extended by: nothing. Upstream keeps it as a module inside of its
// own, which the proxy does not serve.
package ext

// HTTP is no extension.
type HTTP struct{}

// Router is no extension.
type Router struct{}
