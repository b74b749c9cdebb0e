"""The bookshop of examples/typescript in Python. Its first argument is the folder to synthesize into."""

import pathlib
import sys

from aws_cdk import App, Duration, Stack, Validations
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpUrlIntegration
from cdk_cors import ApiBehavior, CorsOrigin, CorsPolicy, CorsRestApi, CorsVerifier, HttpApiCors, RestApiCors, Site, WebApp

app = App(outdir=sys.argv[1] if len(sys.argv) > 1 else None)
Validations.of(app).add_plugins(CorsVerifier())
stack = Stack(app, "Bookshop")

policy = CorsPolicy(
    allow_origins=[CorsOrigin.exact("https://partner.example.org"), CorsOrigin.localhost()],
    allow_methods=["GET", "POST"],
    expose_headers=["ETag"],
    max_age=Duration.minutes(10),
)

# a site and its API
books = lambda_.Function(
    stack,
    "Books",
    runtime=lambda_.Runtime.NODEJS_22_X,
    handler="index.handler",
    code=lambda_.Code.from_inline('exports.handler = async () => ({ statusCode: 200, body: "[]" });'),
)
api = CorsRestApi(stack, "Api", cors=policy, handler=books, handler_cors=True)
site = pathlib.Path(__file__).resolve().parent.parent / "web-app-rest" / "site"
WebApp(stack, "WebApp", site=Site.from_folder(str(site)), apis={"/api": ApiBehavior.for_rest_api(api)}, cors=policy)

# APIs that were there before
orders = apigateway.RestApi(stack, "Orders")
orders.root.add_resource("orders").add_method("GET", apigateway.HttpIntegration("https://orders.example.com"))
orders.with_(RestApiCors(policy))

search = apigatewayv2.HttpApi(stack, "Search")
search.add_routes(
    path="/search",
    methods=[apigatewayv2.HttpMethod.GET],
    integration=HttpUrlIntegration("Search", "https://search.example.com"),
)
search.with_(HttpApiCors(CorsPolicy.for_origins("https://partner.example.org")))

app.synth()
