namespace MessageLB.Worker.Telemetry;

/// <summary>How telemetry calls what a handler decided.</summary>
internal static class Outcomes
{
    public static string Of(HandlerResultKind kind) => kind switch
    {
        HandlerResultKind.Done => "done",
        HandlerResultKind.Retry => "retry",
        HandlerResultKind.Drop => "drop",
        _ => "return",
    };

    /// <summary>Whether it is an error. What is given back is none: it is neither the message's fault nor the handler's.</summary>
    public static bool IsError(HandlerResultKind kind) => kind is HandlerResultKind.Retry or HandlerResultKind.Drop;
}
