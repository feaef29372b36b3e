"""Answers questions to Rego modules, one JSON line each, with Open Policy Agent (PyPI: opa-golib-python-bindings).

{"module": TEXT, "query": TEXT} loads a module; {"input": VALUE} asks the query, whose value is bound to x.
"""
import json
import sys

from opa_bindings import OpaEngine

engine, query = None, None
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if "module" in asked:
            if engine is not None:
                engine.close()
            engine = OpaEngine()
            engine.add_policy("policy.rego", asked["module"])
            query = "x := " + asked["query"]
            engine.eval_query(query, {})
            answer = None
        else:
            answer = engine.eval_query(query, asked["input"])[0]["x"]
        reply = {"answer": answer}
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    sys.stdout.write(json.dumps(reply) + "\n")
    sys.stdout.flush()
