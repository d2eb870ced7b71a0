using System.Globalization;
using System.Text.Json;
using MessageLB.CommandLine.Commands.Worker;

namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>
/// Reads what workers record (<see cref="RecordFile"/>) while they write it, and enters it in the books some milliseconds later. A line that a
/// killed worker did not finish was not settled and does not count. Follow and release from any thread.
/// </summary>
internal sealed class RecordTail : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly string _group;
    private readonly BenchBooks _books;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _gate = new();
    private readonly List<Followed> _files = [];
    private readonly Task _reading;

    /// <param name="group">What ids begin with, before a point and the message's number.</param>
    /// <param name="books">Where completions are entered.</param>
    /// <param name="time">Clock.</param>
    public RecordTail(string group, BenchBooks books, TimeProvider time)
    {
        (_group, _books, _time) = (group, books, time);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Reads a worker's file from now on, which need not be there yet.</summary>
    public void Follow(string worker, string path)
    {
        lock (_gate) _files.Add(new Followed(worker, path));
    }

    /// <summary>Nobody writes a file any more: it is read once more to its end, and closed.</summary>
    public void Release(string path)
    {
        lock (_gate) _files.Find(file => file.Path == path)?.End();
    }

    /// <summary>Reads everything to its end, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
        foreach (var file in _files) file.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            ReadAll();
            await Task.Delay(BetweenLooks, _time, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ReadAll();
    }

    private void ReadAll()
    {
        Followed[] files;
        lock (_gate) files = [.. _files];
        foreach (var file in files)
        {
            // Looked at first: what is written before the end of its writer is read below.
            var ended = file.HasEnded;
            file.Read(Enter);
            if (!ended) continue;
            file.Dispose();
            lock (_gate) _files.Remove(file);
        }
    }

    private void Enter(string worker, ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        string? id = null;
        var attempt = 1;
        while (json.Read())
        {
            // A message's own properties and headers lie deeper.
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth > 1) continue;
            if (json.ValueTextEquals("message_id"u8) && json.Read()) id = json.GetString();
            else if (json.ValueTextEquals("attempt"u8) && json.Read()) attempt = json.GetInt32();
        }

        if (id?.Length > _group.Length && long.TryParse(id.AsSpan(_group.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) _books.Complete(worker, number, attempt);
    }

    /// <summary>One file, with what was read of a line that is not finished. The reading loop only, but for its end.</summary>
    private sealed class Followed(string worker, string path) : IDisposable
    {
        public delegate void LineAction(string worker, ReadOnlySpan<byte> line);

        private FileStream? _stream;
        private byte[] _buffer = new byte[64 * 1024];
        private int _kept;
        private volatile bool _ended;

        public string Path => path;

        public bool HasEnded => _ended;

        public void End() => _ended = true;

        public void Read(LineAction line)
        {
            if (_stream is null)
            {
                if (!File.Exists(path)) return;
                _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            }

            while (_stream.Read(_buffer.AsSpan(_kept)) is var count && count > 0)
            {
                var read = _buffer.AsSpan(0, _kept + count);
                while (read.IndexOf((byte)'\n') is var end && end >= 0)
                {
                    line(worker, read[..end]);
                    read = read[(end + 1)..];
                }

                read.CopyTo(_buffer);
                _kept = read.Length;
                if (_kept == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
            }
        }

        public void Dispose() => _stream?.Dispose();
    }
}
