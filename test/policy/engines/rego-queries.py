"""Answers questions to Rego modules, one JSON line each, with rego-cpp (PyPI: regopy), an implementation of its own.

{"module": TEXT, "query": TEXT} loads a module; {"input": TEXT} asks the query. Input comes as the text of a Rego term,
because rego-cpp compares strings by how they are escaped: the caller escapes them as the module does.
"""
import json
import sys

from regopy import Interpreter

rego, bundle = None, None
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if "module" in asked:
            rego = Interpreter()
            rego.add_module("policy.rego", asked["module"])
            bundle = rego.build(asked["query"])
            answer = None
        else:
            rego.set_input_term(asked["input"])
            output = rego.query_bundle(bundle)
            answer = json.loads(str(output))["expressions"][0]
        reply = {"answer": answer}
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()
