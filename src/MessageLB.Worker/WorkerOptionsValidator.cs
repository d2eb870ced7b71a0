using System.Globalization;
using System.Text.Json;
using MessageLB.Frames;

namespace MessageLB.Worker;

/// <summary>The ranges of <see cref="WorkerOptions"/>. Adds up every violation; never stops at the first.</summary>
internal static class WorkerOptionsValidator
{
    public static IReadOnlyList<string> Validate(WorkerOptions options, string? destination)
    {
        var errors = new List<string>();
        CheckNames(options, destination, errors);
        InRange(errors, nameof(options.Concurrency), options.Concurrency, 1, WorkerSettings.LargestConcurrency);
        CheckPrefetch(options, errors);
        if (options.OnException is not (HandlerResultKind.Retry or HandlerResultKind.Drop or HandlerResultKind.Return))
            Add(errors, nameof(options.OnException), options.OnException, "must be Retry, Drop or Return");
        if (options.HandlerTimeout is { } limit) InRange(errors, nameof(options.HandlerTimeout), limit, WorkerSettings.ShortestHandlerTimeout);
        InRange(errors, nameof(options.DropWindow), options.DropWindow, 0, WorkerSettings.LargestDropWindow);
        InRange(errors, nameof(options.DropWindowTime), options.DropWindowTime, WorkerSettings.ShortestDropWindowTime);
        InRange(errors, nameof(options.DuplicateStoreTimeout), options.DuplicateStoreTimeout, WorkerSettings.ShortestStoreTimeout);
        InRange(errors, nameof(options.HeartbeatInterval), options.HeartbeatInterval, WorkerSettings.ShortestInterval);
        InRange(errors, nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero);
        InRange(errors, nameof(options.Window), options.Window, 0, WorkerSettings.LargestWindow);
        InRange(errors, nameof(options.FrameMax), options.FrameMax, 1, FrameFormat.MostMessages);
        if (options.Weight is { } weight) InRange(errors, nameof(options.Weight), weight, 0, WorkerSettings.LargestWeight);
        if (options.Cost is { } cost && (!double.IsFinite(cost) || cost < 0)) Add(errors, nameof(options.Cost), cost, "must be 0 or more, and finite");
        CheckLabels(options.Labels, errors);
        return errors;
    }

    private static void CheckNames(WorkerOptions options, string? destination, List<string> errors)
    {
        var rule = $"must be 1 to {Names.MaxLength} ASCII letters, digits, '-' or '_'";
        if (!Names.IsValid(options.Group)) Add(errors, nameof(options.Group), Quoted(options.Group), rule);
        if (options.Name is null && destination is null)
            errors.Add($"{nameof(options.Name)} is missing: set it, or the environment variable {WorkerOptions.NameVariable}");
        else if (!Names.IsValid(destination))
            Add(errors, options.Name is null ? WorkerOptions.NameVariable : nameof(options.Name), Quoted(destination), rule);
        if (options.Instance is { } instance && !Names.IsValid(instance)) Add(errors, nameof(options.Instance), Quoted(instance), rule);
    }

    private static void CheckPrefetch(WorkerOptions options, List<string> errors)
    {
        if (options.Prefetch == 0) return;
        if (options.Prefetch is < 0 or > WorkerSettings.LargestPrefetch)
            Add(errors, nameof(options.Prefetch), options.Prefetch, $"must be 0 (automatic) to {WorkerSettings.LargestPrefetch}");
        else if (options.Prefetch < options.Concurrency)
            Add(errors, nameof(options.Prefetch), options.Prefetch, $"must be 0 (automatic) or at least Concurrency ({options.Concurrency}), else some handlers never get a message");
    }

    private static void CheckLabels(IDictionary<string, string> labels, List<string> errors)
    {
        if (labels.Count > WorkerSettings.MostLabels) Add(errors, nameof(WorkerOptions.Labels), $"{labels.Count} labels", $"must be at most {WorkerSettings.MostLabels}");
        foreach (var (name, value) in labels)
        {
            if (name.Length is 0 or > Names.MaxLength) Add(errors, nameof(WorkerOptions.Labels), Quoted(name), $"the name must be 1 to {Names.MaxLength} characters");
            if (value is null || value.Length > WorkerSettings.LongestLabelValue)
                Add(errors, $"{nameof(WorkerOptions.Labels)}[{name}]", $"{value?.Length ?? 0} characters", $"the value must be 0 to {WorkerSettings.LongestLabelValue} characters");
        }

        // Characters outside ASCII take six bytes each in a heartbeat, which a dispatcher refuses when it is too large.
        var size = labels.Sum(l => JsonEncodedText.Encode(l.Key).EncodedUtf8Bytes.Length + JsonEncodedText.Encode(l.Value ?? string.Empty).EncodedUtf8Bytes.Length);
        if (size > WorkerSettings.LargestLabels) Add(errors, nameof(WorkerOptions.Labels), $"{size} bytes as JSON", $"must be at most {WorkerSettings.LargestLabels}, so that a heartbeat stays within its limit");
    }

    private static void InRange(List<string> errors, string option, int value, int least, int most)
    {
        if (value < least || value > most) Add(errors, option, value, $"must be {least} to {most}");
    }

    private static void InRange(List<string> errors, string option, TimeSpan value, TimeSpan least)
    {
        if (value < least || value > WorkerSettings.LongestTime)
            Add(errors, option, $"{value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)} ms", $"must be {least.TotalMilliseconds} ms to 1 h");
    }

    private static void Add(List<string> errors, string option, object value, string rule) =>
        errors.Add(string.Create(CultureInfo.InvariantCulture, $"{option} = {value}: {rule}"));

    private static string Quoted(string? value) => $"'{value}'";
}
