using Microsoft.Extensions.DependencyInjection;

namespace MessageLB.Worker.Hosting;

/// <summary>Gives each message a handler from a scope of its own, so that handlers may use scoped services.</summary>
internal sealed class ScopedMessageHandler<THandler>(IServiceScopeFactory scopes) : IMessageHandler
    where THandler : class, IMessageHandler
{
    public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(message, cancellationToken);
    }
}
