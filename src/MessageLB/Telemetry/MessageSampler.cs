using OpenTelemetry.Trace;

namespace MessageLB.CommandLine.Telemetry;

/// <summary>
/// Records every trace that a message begins, because those that are not to be recorded have not been begun (<see cref="MessageLB.Telemetry.MessageTraces.RootShare"/>), and of traces that
/// other sources begin the same part.
/// </summary>
/// <param name="share">The part. <value>0 to 1.</value></param>
internal sealed class MessageSampler(double share) : Sampler
{
    private readonly TraceIdRatioBasedSampler _others = new(share);

    /// <inheritdoc />
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        // A sampler is not told the source, and RabbitMQ.Client and MassTransit have spans of consumers too, under other names.
        samplingParameters.Name is { } name && (name.StartsWith("route messagelb.", StringComparison.Ordinal) || name.StartsWith("process messagelb.", StringComparison.Ordinal))
            ? new SamplingResult(SamplingDecision.RecordAndSample)
            : _others.ShouldSample(samplingParameters);
}
