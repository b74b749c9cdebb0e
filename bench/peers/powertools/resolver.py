"""The same function as a resolver of Powertools for AWS Lambda, without CORS."""

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response


def made(**options):
    app = APIGatewayRestResolver(**options)

    @app.get("/orders")
    def orders():
        return Response(200, "application/json", '{"path":"/orders"}', {"Cache-Control": "no-store", "ETag": '"7"'})

    return lambda event, context: app.resolve(event, context)


handler = made()
