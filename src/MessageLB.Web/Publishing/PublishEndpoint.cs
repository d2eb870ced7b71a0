using MessageLB.Transport;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Http;

namespace MessageLB.Web.Publishing;

/// <summary>Takes one message over HTTP and publishes it to ingress; answers when its outcome is known.</summary>
internal sealed class PublishEndpoint(
    ITransport transport,
    IngressGateway gateway,
    PublishAdmission admission,
    MessageLBWebOptions options,
    TimeProvider time)
{
    public async Task<IResult> HandleAsync(HttpContext context, string? routingKey)
    {
        if (PublishRequest.Violation(routingKey) is { } violation) return Problems.BadRequest(violation);
        if (!PublishRequest.TryReadProperties(context.Request.Headers, time, out var properties, out var error)) return Problems.BadRequest(error!);
        using var place = admission.TryEnter(context.Request.ContentLength, out var places);
        if (place is null) return Problems.Busy(places);
        if (gateway.Publisher is not { } publisher) return Problems.BrokerAway(gateway.Fault);
        var body = await RequestBody.ReadAsync(context.Request, transport.MaxMessageSize, context.RequestAborted);
        return body is null
            ? Problems.TooLarge(transport.MaxMessageSize)
            : await PublishAsync(publisher, routingKey!, properties, body);
    }

    private async Task<IResult> PublishAsync(ConfirmingPublisher publisher, string routingKey, MessageProperties properties, byte[] body)
    {
        var id = properties.MessageId!;
        using var waiting = new CancellationTokenSource(options.PublishTimeout, time);
        try
        {
            // The limit is ours as well as the publisher's: once a message is sent, the publisher waits for its outcome whatever happens.
            var sent = publisher.PublishAsync(Names.IngressExchange, routingKey, properties, body, waiting.Token);
            var outcome = await sent.WaitAsync(waiting.Token);
            return outcome switch
            {
                PublishOutcome.Confirmed => TypedResults.Json(new PublishResponse(id, Problems.Word(outcome)), ApiJsonContext.Readable.PublishResponse, statusCode: StatusCodes.Status202Accepted),
                PublishOutcome.Returned => Problems.Unroutable(routingKey, id),
                PublishOutcome.Refused => Problems.Refused(id),
                _ => Problems.OutcomeUnknown(id),
            };
        }
        catch (OperationCanceledException) when (waiting.IsCancellationRequested)
        {
            return Problems.TimedOut(id, options.PublishTimeout);
        }
        catch (SessionEndedException e)
        {
            return Problems.BrokerAway(e.Message.TrimEnd('.'));
        }
        catch (MessageTooLargeException e)
        {
            return Problems.TooLarge((int)e.Limit);
        }
    }
}
