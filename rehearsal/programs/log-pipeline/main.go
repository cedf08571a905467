// Reads a configuration of Grafana Alloy and runs lines through its block `loki.process "lines"`, by Alloy's own parser
// and by Promtail's stages, from which Alloy's were copied. Input: a JSON object a line, `{"labels": {…}, "line": "…"}`.
// Output: one for each, `{"labels": {…}, "metadata": {…}, "line": "…"}`, or `null` where the line is dropped.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/go-kit/log"
	"github.com/grafana/alloy/syntax/ast"
	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/alloy/syntax/vm"
	"github.com/grafana/loki/v3/clients/pkg/logentry/stages"
	"github.com/grafana/loki/v3/clients/pkg/promtail/api"
	"github.com/grafana/loki/v3/pkg/logproto"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
)

type object = map[interface{}]interface{}

// Promtail's names, where Alloy's are others.
var renamed = map[string]string{"label_keep": "labelallow"}

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(path, source)
	if err != nil {
		return err
	}
	configured, err := pipelineStages(file.Body)
	if err != nil {
		return err
	}
	pipeline, err := stages.NewPipeline(log.NewLogfmtLogger(os.Stderr), configured, nil, prometheus.NewRegistry())
	if err != nil {
		return err
	}
	return process(pipeline)
}

func pipelineStages(body ast.Body) ([]interface{}, error) {
	for _, statement := range body {
		block, ok := statement.(*ast.BlockStmt)
		if ok && strings.Join(block.Name, ".") == "loki.process" && block.Label == "lines" {
			return stagesOf(block.Body)
		}
	}
	return nil, fmt.Errorf("there is no block loki.process \"lines\"")
}

func stagesOf(body ast.Body) ([]interface{}, error) {
	var all []interface{}
	for _, statement := range body {
		block, ok := statement.(*ast.BlockStmt)
		if !ok {
			continue
		}
		name := block.Name[len(block.Name)-1]
		settings, err := settingsOf(name, block.Body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(block.Name, "."), err)
		}
		if other, ok := renamed[name]; ok {
			name = other
		}
		all = append(all, object{name: settings})
	}
	return all, nil
}

// Alloy wraps in `values` what is the whole of a stage in Promtail.
func settingsOf(name string, body ast.Body) (interface{}, error) {
	if name == "metrics" {
		return metricsOf(body)
	}
	settings, err := attributes(body)
	if err != nil {
		return nil, err
	}
	if name == "match" {
		if settings["stages"], err = stagesOf(body); err != nil {
			return nil, err
		}
	}
	if values, ok := settings["values"]; ok {
		return values, nil
	}
	return settings, nil
}

func metricsOf(body ast.Body) (interface{}, error) {
	all := object{}
	for _, statement := range body {
		block := statement.(*ast.BlockStmt)
		settings, err := attributes(block.Body)
		if err != nil {
			return nil, err
		}
		all[settings["name"]] = object{
			"type":              block.Name[len(block.Name)-1],
			"description":       settings["description"],
			"prefix":            settings["prefix"],
			"max_idle_duration": settings["max_idle_duration"],
			"config":            object{"match_all": settings["match_all"], "action": settings["action"]},
		}
	}
	return all, nil
}

func attributes(body ast.Body) (object, error) {
	settings := object{}
	for _, statement := range body {
		attribute, ok := statement.(*ast.AttributeStmt)
		if !ok {
			continue
		}
		var value interface{}
		if err := vm.New(attribute.Value).Evaluate(nil, &value); err != nil {
			return nil, fmt.Errorf("%s: %w", attribute.Name.Name, err)
		}
		settings[attribute.Name.Name] = value
	}
	return settings, nil
}

type input struct {
	Labels model.LabelSet `json:"labels"`
	Line   string         `json:"line"`
}

type output struct {
	Labels   model.LabelSet    `json:"labels"`
	Metadata map[string]string `json:"metadata"`
	Line     string            `json:"line"`
}

func process(pipeline *stages.Pipeline) error {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	results := json.NewEncoder(os.Stdout)
	results.SetEscapeHTML(false)
	for lines.Scan() {
		var given input
		if err := json.Unmarshal(lines.Bytes(), &given); err != nil {
			return err
		}
		if err := results.Encode(through(pipeline, given)); err != nil {
			return err
		}
	}
	return lines.Err()
}

func through(pipeline *stages.Pipeline, given input) *output {
	entries := make(chan stages.Entry, 1)
	entries <- stages.Entry{
		Extracted: map[string]interface{}{},
		Entry: api.Entry{
			Labels: given.Labels,
			Entry:  logproto.Entry{Timestamp: time.Now(), Line: given.Line},
		},
	}
	close(entries)
	for entry := range pipeline.Run(entries) {
		metadata := map[string]string{}
		for _, label := range entry.StructuredMetadata {
			metadata[label.Name] = label.Value
		}
		return &output{Labels: entry.Labels, Metadata: metadata, Line: entry.Line}
	}
	return nil
}
