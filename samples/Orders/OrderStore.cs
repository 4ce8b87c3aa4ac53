using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orders;

/// <summary>An order.</summary>
public sealed record Order(long Id, string Item, int Quantity, DateTimeOffset OrderedAt);

/// <summary>What a client sends.</summary>
public sealed record NewOrder(string? Item, int Quantity)
{
    /// <summary>Why it cannot be taken; null when it can.</summary>
    public string? Problem => string.IsNullOrWhiteSpace(Item) || Item.Length > 200 ? "item: 1 to 200 characters"
        : Quantity is < 1 or > 10_000 ? "quantity: 1 to 10000" : null;
}

/// <summary>The orders in their SQLite file.</summary>
public sealed class OrderStore(string databaseFile)
{
    /// <summary>Keeps an order and returns it with its number.</summary>
    public Order Add(NewOrder order, DateTimeOffset now)
    {
        using var connection = Open(databaseFile);
        using var command = connection.CreateCommand();
        command.CommandText = "insert into orders (item, quantity, ordered_at) values ($item, $quantity, $at) returning id";
        command.Parameters.AddWithValue("$item", order.Item!.Trim());
        command.Parameters.AddWithValue("$quantity", order.Quantity);
        command.Parameters.AddWithValue("$at", now.ToString("O", CultureInfo.InvariantCulture));
        return new Order((long)command.ExecuteScalar()!, order.Item.Trim(), order.Quantity, now);
    }

    /// <summary>The newest orders first.</summary>
    public IReadOnlyList<Order> Latest(int count)
    {
        using var connection = Open(databaseFile);
        using var command = connection.CreateCommand();
        command.CommandText = "select id, item, quantity, ordered_at from orders order by id desc limit $count";
        command.Parameters.AddWithValue("$count", count);
        return Read(command);
    }

    /// <summary>One order; null when there is none of that number.</summary>
    public Order? Find(long id)
    {
        using var connection = Open(databaseFile);
        using var command = connection.CreateCommand();
        command.CommandText = "select id, item, quantity, ordered_at from orders where id = $id";
        command.Parameters.AddWithValue("$id", id);
        return Read(command).FirstOrDefault();
    }

    /// <summary>Copies the database as one consistent file, also while it is in use. False when there is none yet.</summary>
    public static bool Backup(string databaseFile, string target)
    {
        if (!File.Exists(databaseFile)) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        using var source = Open(databaseFile);
        using var copy = Open(target);
        source.BackupDatabase(copy);
        return true;
    }

    private static List<Order> Read(SqliteCommand command)
    {
        var orders = new List<Order>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            orders.Add(new Order(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), DateTimeOffset.Parse(reader.GetString(3), CultureInfo.InvariantCulture)));
        }

        return orders;
    }

    internal static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
