using System.Net.Sockets;
using System.Security.Authentication;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.RabbitMq;

/// <summary>Says why a connection could not be made and what to do about it, without any secret.</summary>
internal static class ConnectFailures
{
    public static Exception Explain(Exception fault, BrokerAddress address, BrokerHost host, string user, TimeSpan limit)
    {
        var where = address.Of(host);
        foreach (var e in Chain(fault))
        {
            switch (e)
            {
                case MessageLBException known:
                    return known;
                case AuthenticationFailureException:
                    return new BrokerRefusedException(WrongLogin(where, host, user), fault);
                case OperationInterruptedException { ShutdownReason: { ReplyCode: Constants.NotAllowed } reason }:
                    return new BrokerRefusedException(NotAllowed(where, address.VirtualHost, user, reason.ReplyText), fault);
                case OperationInterruptedException { ShutdownReason: { ReplyCode: Constants.AccessRefused } reason }:
                    return new BrokerRefusedException($"RabbitMQ at {where} refused user '{user}': {reason.ReplyText}", fault);
                case OperationInterruptedException { ShutdownReason: { Initiator: ShutdownInitiator.Peer } reason }:
                    return new BrokerUnavailableException($"RabbitMQ at {where} closed the connection: {reason.ReplyCode} {reason.ReplyText}", fault);
                case AuthenticationException:
                    return new BrokerRefusedException($"The TLS handshake with {where} failed: {e.Message} Check that the port speaks TLS, and 'ca_file' and 'server_name'.", fault);
                case SocketException socket:
                    return Unreachable(where, host, socket, fault);
            }
        }

        var why = Chain(fault).Any(e => e is OperationCanceledException or TimeoutException)
            ? $"no answer within {limit.TotalSeconds:0.###} s"
            : Chain(fault).Last().Message.TrimEnd('.');
        return new BrokerUnavailableException($"Cannot reach {where}: {why}. Is RabbitMQ running there, and does the port speak AMQP?", fault);
    }

    private static BrokerUnavailableException Unreachable(string where, BrokerHost host, SocketException socket, Exception fault)
    {
        var why = socket.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.HostNotFound or SocketError.NoData => $"the host name '{host.Name}' is unknown",
            SocketError.TimedOut => "no answer",
            _ => socket.Message,
        };
        return new BrokerUnavailableException($"Cannot reach {where}: {why}. Is RabbitMQ running, and are host and port right?", fault);
    }

    private static string WrongLogin(string where, BrokerHost host, string user)
    {
        var hint = user == "guest" && host.Name is not ("localhost" or "127.0.0.1" or "::1" or "[::1]")
            ? " By default RabbitMQ lets 'guest' log in from its own machine only."
            : "";
        return $"RabbitMQ at {where} refused user '{user}': wrong user name or password.{hint} Check 'username' and 'password' or 'password_file'.";
    }

    private static string NotAllowed(string where, string virtualHost, string user, string text)
    {
        var remedy = text.Contains("not found", StringComparison.Ordinal)
            ? $"Correct the address or create it: rabbitmqctl add_vhost '{virtualHost}'"
            : $"Let the user in: rabbitmqctl set_permissions -p '{virtualHost}' '{user}' '.*' '.*' '.*'";
        return $"RabbitMQ at {where} refused user '{user}' on virtual host '{virtualHost}': {text}. {remedy}";
    }

    private static IEnumerable<Exception> Chain(Exception fault)
    {
        for (Exception? e = fault; e is not null; e = (e as AggregateException)?.InnerExceptions[^1] ?? e.InnerException) yield return e;
    }
}
